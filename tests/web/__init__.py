"""The pages, as browsers and mail programs meet them."""
