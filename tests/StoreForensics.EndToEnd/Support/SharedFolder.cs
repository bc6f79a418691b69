namespace StoreForensics.EndToEnd.Support;

/// <summary>The folder <c>shared</c> with real evidence and what the engines said of it. It lies beside the repository, not in it.</summary>
internal static class SharedFolder
{
    private static readonly Lazy<string?> s_root = new(Locate);

    /// <summary>The full path of a file or folder below <c>shared</c>; the test is ignored where there is none.</summary>
    public static string Require(string relativePath)
    {
        if (s_root.Value is null)
            Assert.Ignore("There is no folder 'shared' beside the repository or above it: nothing to compare with.");
        string path = Path.Combine(s_root.Value!, relativePath);
        if (!File.Exists(path) && !Directory.Exists(path))
            Assert.Ignore($"shared/{relativePath} is not there: nothing to compare with.");
        return path;
    }

    // From the test's own directory up: a checkout has 'shared' beside its root, a worktree somewhere above.
    private static string? Locate()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared");
            if (Directory.Exists(Path.Combine(candidate, "evidence")))
                return candidate;
        }
        return null;
    }
}
