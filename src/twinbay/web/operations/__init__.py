"""Running the platform: its copy and its return from one."""
