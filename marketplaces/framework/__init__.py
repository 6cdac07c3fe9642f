"""What all connectors share: operations, capabilities, credentials, errors, paging, transport. No Django here."""
