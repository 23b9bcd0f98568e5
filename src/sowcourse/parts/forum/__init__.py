"""Van koffieapparaat naar publiek forum: place forms of voice on two axes and choose a route."""
