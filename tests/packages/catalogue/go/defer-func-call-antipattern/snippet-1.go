defer require.NoError(t, failpoint.Disable("some/path"))
