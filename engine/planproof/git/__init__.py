"""The one door to git: manifests, blobs, diffs, trees."""
