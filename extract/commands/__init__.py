"""The commands of `kanhe`, each only the face of what it calls: what is heavy is imported when a command runs."""
