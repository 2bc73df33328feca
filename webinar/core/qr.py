"""Addresses as pictures for the camera of a telephone."""


def picture(address: str) -> str:
    """A QR code of the address, as the source of an image."""
    # Only who gets such a picture needs what draws it.
    import segno

    code = segno.make(address, error="m", micro=False)
    return code.svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
