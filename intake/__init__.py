"""What did we receive? Speaks RFC 5322, 3834 and 3464; knows no events and no help desk."""
