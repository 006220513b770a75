"""Its place puts this folder on the path: `pack_strategies` is for tests of packs and of records."""
