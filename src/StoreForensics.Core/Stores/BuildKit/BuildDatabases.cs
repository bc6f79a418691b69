using StoreForensics.Evidence;
using StoreForensics.Formats.Bolt;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.BuildKit;

/// <summary>Opens the builder's bolt databases.</summary>
internal static class BuildDatabases
{
    /// <summary>The database of that name; null when it is not there, or cannot be opened at all, which is a problem.</summary>
    public static (int Node, BoltFile Bolt)? Open(EvidenceFiles files, int directory, ReadOnlySpan<byte> name)
    {
        if (files.File(directory, name) is not int node)
            return null;
        try
        {
            using StoredFile content = files.Open(node);
            return (node, BoltFile.Open(content, files.Problems, files.Origin(node)));
        }
        catch (EvidenceFormatException e)
        {
            files.Problems.Damage("SF-STORE-0001", files.Origin(node), "cannot be read: " + DisplayText.Escape(e.Message));
            return null;
        }
    }
}
