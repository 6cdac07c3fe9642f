"""Product feeds: a file of products (CSV, TSV, .xlsx, JSON) becomes products and variants of a store."""

from inventory.services.feed.parsing import FeedRow, Parsed, parse_rows
from inventory.services.feed.reading import read_file
from inventory.services.feed.storing import Outcome, import_rows
from inventory.services.feed.table import FeedFile, Naming

__all__ = ["FeedFile", "FeedRow", "Naming", "Outcome", "Parsed", "import_rows", "parse_rows", "read_file"]
