using System.Security.Cryptography;
using System.Text;

namespace StoreForensics.Stores;

/// <summary>Chain ids: a layer together with all below it (OCI image-spec config.md, "Layer ChainID"; docker-storage-formats §4.3).</summary>
internal static class ChainIds
{
    /// <summary>Both with <c>sha256:</c>; <paramref name="parentChain"/> null for a base layer, whose chain id is its diff id.</summary>
    public static string Of(string? parentChain, string diffId) => parentChain is null ? diffId : Digest(Encoding.ASCII.GetBytes(parentChain + " " + diffId));

    /// <summary>The chain ids of a list of diff ids, bottom first.</summary>
    public static IEnumerable<string> Of(IEnumerable<string> diffIds)
    {
        string? chain = null;
        foreach (string diffId in diffIds)
            yield return chain = Of(chain, diffId);
    }

    /// <summary><c>sha256:</c> and the digest of the bytes.</summary>
    public static string Digest(ReadOnlySpan<byte> bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
}
