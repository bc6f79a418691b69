namespace StoreForensics.Stores;

/// <summary>Repository names as Docker prints them: the default registry and its <c>library/</c> are left out (distribution/reference, FamiliarName).</summary>
internal static class FamiliarName
{
    public static string Of(string repository)
    {
        foreach (string prefix in (ReadOnlySpan<string>)["docker.io/", "index.docker.io/"])
        {
            if (repository.StartsWith(prefix, StringComparison.Ordinal))
                repository = repository[prefix.Length..];
        }
        return repository.StartsWith("library/", StringComparison.Ordinal) ? repository["library/".Length..] : repository;
    }
}
