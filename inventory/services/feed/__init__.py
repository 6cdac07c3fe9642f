"""Product feeds: a CSV or TSV file of products becomes products and variants of a store."""

from inventory.services.feed.parsing import FeedRow, Parsed, parse_rows
from inventory.services.feed.reading import FeedFile, read_file
from inventory.services.feed.storing import Outcome, import_rows

__all__ = ["FeedFile", "FeedRow", "Outcome", "Parsed", "import_rows", "parse_rows", "read_file"]
