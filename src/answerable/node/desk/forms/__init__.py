"""What people type on the desk's pages, checked for form; what it means is the services' matter."""
