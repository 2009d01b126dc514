defer func() {
    require.NoError(t, failpoint.Disable("some/path"))
}()
