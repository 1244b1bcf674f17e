"""The parties: names, roles, particulars, people and accounts."""
