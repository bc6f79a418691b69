namespace StoreForensics.Testing;

/// <summary>The repository that the tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Locate();

    public static string Samples => Path.Combine(Root, "sample-evidence");

    /// <summary>Whether reviewed output is to be written anew instead of compared (environment variable STOREFORENSICS_UPDATE_GOLDEN).</summary>
    public static bool IsUpdate => Environment.GetEnvironmentVariable("STOREFORENSICS_UPDATE_GOLDEN") is { Length: > 0 };

    private static string Locate()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "StoreForensics.sln")))
            at = at.Parent;
        return at?.FullName ?? throw new DirectoryNotFoundException("no StoreForensics.sln above the tests");
    }
}
