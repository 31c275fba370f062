"""What readers may not see: audiences, redaction, the gate."""
