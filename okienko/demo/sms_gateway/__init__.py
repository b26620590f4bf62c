"""A simulator of a text message gateway: speaks the HTTP of SMSAPI.pl and shows what it "sent"."""
