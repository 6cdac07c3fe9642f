"""Only the ends of Shopee's tree take items, each named by the way to it."""

from marketplaces.connectors.shopee.tree import categories
from marketplaces.sandbox.server import running
from tests.contract.shop import Shop

ROWS = [
    {
        "category_id": 100010, "parent_category_id": 0, "original_category_name": "Home & Living",
        "display_category_name": "Home & Living", "has_children": True,
    },
    {
        "category_id": 100636, "parent_category_id": 100010, "original_category_name": "Home decor",
        "display_category_name": "", "has_children": False,
    },
]  # fmt: skip


def test_an_end_is_told_with_those_above_it_and_a_branch_is_not() -> None:
    (found,) = categories({"category_list": ROWS})
    assert (found.remote_id, found.path) == ("100636", ("Home & Living", "Home decor"))


def test_a_tree_that_bites_its_tail_ends() -> None:
    rows = [{"category_id": 1, "parent_category_id": 1, "display_category_name": "Odd", "has_children": False}]
    assert categories({"category_list": rows})[0].path == ("Odd",)


def test_the_categories_that_take_items_are_read_with_their_way() -> None:
    with running(None, codes=["shopee"]) as sandbox:
        shop = Shop("shopee", sandbox.url).fresh(products=3, orders=0).judged()
        found = {each.remote_id: each.path for each in shop.connector.categories()}
        shop.close()
    assert shop.violations == []
    assert found["100636"] == ("Home & Living", "Home decor") and "100010" not in found
