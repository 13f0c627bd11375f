"""Views of the shell: home, sources, method, health and errors."""
