"""The tables of the hub, one module a subject; `schema` gathers them."""
