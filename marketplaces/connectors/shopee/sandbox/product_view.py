"""How a stored item is shown: list row, base information, and its models with tiers, prices and stock."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]


def list_row(item: Document) -> Document:
    """One row of the item list."""
    return {
        "item_id": item["item_id"],
        "item_status": item["status"],
        "update_time": item["update_time"],
        "tag": {"kit": False},
    }


def picture(number: str) -> str:
    """Where a picture of Shopee's is looked at."""
    return f"https://cf.shopee.example/file/{number}"


def base_info(item: Document) -> Document:
    """One item; price and stock are there only when it has no models."""
    answer = {
        "item_id": item["item_id"],
        "category_id": item["category_id"],
        "item_name": item["name"],
        "description": item["description"],
        "item_sku": item["sku"],
        "create_time": item["create_time"],
        "update_time": item["update_time"],
        "image": {
            "image_url_list": [picture(each) for each in item["pictures"]],
            "image_id_list": item["pictures"],
            "image_ratio": "1:1",
        },
        "weight": f"{item['weight'] / 1000:.3f}",
        "dimension": item["dimension"] or {"package_length": 20, "package_width": 15, "package_height": 10},
        "pre_order": {"is_pre_order": False, "days_to_ship": 2},
        "condition": "NEW",
        "item_status": item["status"],
        "has_model": item["has_model"],
        "has_promotion": any(model["locked"] for model in item["models"]),
        "brand": {"brand_id": 0, "original_brand_name": item["brand"]},
        "item_dangerous": 0,
        "is_fulfillment_by_shopee": item["by_shopee"],
        "tag": {"kit": False},
    }
    if not item["has_model"]:
        only = item["models"][0]
        answer |= {"gtin_code": only["gtin"], "price_info": _price(item, only), "stock_info_v2": _stock(item, only)}
    return answer


def models(item: Document) -> Document:
    """The answer of the model list."""
    if not item["has_model"]:
        return {"tier_variation": [], "model": []}
    return {"tier_variation": item["tiers"], "model": [_model(item, model) for model in item["models"]]}


def _model(item: Document, model: Document) -> Document:
    return {
        "model_id": model["model_id"],
        "model_sku": model["sku"],
        "model_status": "MODEL_NORMAL" if item["status"] == "NORMAL" else "MODEL_UNAVAILABLE",
        "tier_index": model["tier_index"],
        "promotion_id": model["promotion_id"],
        "has_promotion": model["locked"],
        "gtin_code": model["gtin"],
        "weight": f"{item['weight'] / 1000:.3f}",
        "pre_order": {"is_pre_order": False, "days_to_ship": 2},
        "price_info": _price(item, model),
        "stock_info_v2": _stock(item, model),
        "is_fulfillment_by_shopee": item["by_shopee"],
    }


def _price(item: Document, model: Document) -> list[Document]:
    return [
        {
            "currency": item["currency"],
            "original_price": model["original"],
            "current_price": model["price"],
            "inflated_price_of_original_price": model["original"],
            "inflated_price_of_current_price": model["price"],
        }
    ]


def _stock(item: Document, model: Document) -> Document:
    answer: Document = {
        "summary_info": {
            "total_available_stock": model["stock"] + model["shopee_stock"],
            "total_reserved_stock": model["reserved"],
        },
        "seller_stock": [{"location_id": item["location"], "stock": model["stock"], "if_saleable": True}],
    }
    if item["by_shopee"]:
        answer["shopee_stock"] = [{"location_id": "THF", "stock": model["shopee_stock"]}]
    return answer
