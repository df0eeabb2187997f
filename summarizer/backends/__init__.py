"""Models, loaded lazily; the only place besides training where torch may be imported."""
