"""Feeds that are fetched by a schedule: from web addresses, folders here and folders of SFTP servers."""
