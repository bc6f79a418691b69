namespace StoreForensics.Stores.Docker.Databases;

/// <summary>A key of <c>local-kv.db</c> taken apart.</summary>
/// <param name="Type">The kind of record.</param>
/// <param name="Ids">What comes behind it.</param>
internal sealed record NetworkKey(string Type, IReadOnlyList<string> Ids)
{
    private const string Chain = "docker/network/";

    /// <summary>Whether a key found on a page of unknown place is one of these.</summary>
    public static bool LooksRight(ReadOnlySpan<byte> key) => key.StartsWith("docker/network/v"u8) && key[^1] == (byte)'/';

    /// <summary>Null when it is not <c>docker/network/&lt;version&gt;/&lt;type&gt;/…</c>.</summary>
    public static NetworkKey? TryParse(string key)
    {
        if (!key.StartsWith(Chain, StringComparison.Ordinal))
            return null;
        string[] parts = key.TrimEnd('/').Split('/');
        return parts.Length < 4 ? null : new NetworkKey(parts[3], parts[4..]);
    }
}
