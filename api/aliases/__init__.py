"""The paths of the owner's documents, in their camelCase: thin translations of what `/api/v1/` does."""
