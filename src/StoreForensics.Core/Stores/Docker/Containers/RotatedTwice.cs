using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Containers;

/// <summary>
/// A rotated log that is there plain and compressed. The engine writes <c>FILE.N.gz</c> whole before it removes <c>FILE.N</c>, and opens <c>FILE.N.gz</c> only
/// where there is no <c>FILE.N</c> (moby v20.10 daemon/logger/loggerutils/logfile.go, compressFile and openRotatedFile): a stop between leaves both.
/// </summary>
internal static class RotatedTwice
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Whether a file is the compressed one of such a pair, which is then told, and is not to be read.</summary>
    public static bool IsTold(EvidenceFiles files, int directory, int node)
    {
        ReadOnlySpan<byte> name = files.Tree.Name(node);
        if (!name.EndsWith(".gz"u8))
            return false;
        int plain = files.Tree.Child(directory, name[..^3]);
        if (plain == EvidenceTree.None || files.Tree[plain].Kind != EntryKind.File)
            return false;
        string words = $"is not read, for {DisplayText.Escape(files.Tree.Name(plain))} is there, which the engine reads;";
        (long same, bool differs) = Compare(files, plain, node);
        if (differs)
            files.Problems.Warn("SF-LOG-0009", files.Origin(node), $"{words} they differ from byte {same} of their content on: one was altered or put there");
        else if (same == files.Tree[plain].Size)
            files.Problems.Note("SF-LOG-0008", files.Origin(node), $"{words} it holds the same, as a compression leaves that was stopped at its end");
        else
            files.Problems.Note("SF-LOG-0008", files.Origin(node),
                $"{words} it ends early, with the first {same} of the {files.Tree[plain].Size} bytes of that, as a compression leaves that was cut off");
        return true;
    }

    // How many bytes they have in common, and whether they go on otherwise. One whose compressed data end early goes on in no way.
    private static (long Same, bool Differs) Compare(EvidenceFiles files, int plain, int packed)
    {
        long same = 0;
        try
        {
            using Stream left = files.Open(plain), right = files.OpenPlain(packed);
            byte[] expected = new byte[ChunkBytes], actual = new byte[ChunkBytes];
            while (right.Read(actual) is > 0 and int read)
            {
                int there = left.ReadAtLeast(expected.AsSpan(0, read), read, throwOnEndOfStream: false);
                int common = expected.AsSpan(0, there).CommonPrefixLength(actual.AsSpan(0, read));
                same += common;
                if (common < read)
                    return (same, true);
            }
            return (same, same != files.Tree[plain].Size);
        }
        catch (EvidenceFormatException)
        {
            return (same, false); // what they have in common so far is all that can be said
        }
    }
}
