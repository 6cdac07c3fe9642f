"""What a marketplace has put together by itself."""
