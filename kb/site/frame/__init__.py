"""What stands around a note's body: Material's frame, navigation, head."""
