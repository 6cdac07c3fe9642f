"""The merchant's face of Orion: thin pages over the services and selectors of the domain."""
