"""Orders that never see Wildberries' warehouse: the seller brings them (DBS) or its courier fetches them (DBW)."""
