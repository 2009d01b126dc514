"""What single files hold of the things that patterns ask for: functions of a file's bytes alone."""
