extern alias cli;

using cli::StoreForensics.Cli.Output;

namespace StoreForensics.Tests.Extraction;

/// <summary>Places to write to where there is no evidence that could be hit.</summary>
internal static class FreePlace
{
    public static OutputPlace Directory(string path)
    {
        var guard = new EvidenceGuard([], null);
        OutputPlace place = guard.ClaimDirectory(path);
        guard.Complete([]);
        return place;
    }

    public static OutputPlace File(string path)
    {
        var guard = new EvidenceGuard([], null);
        OutputPlace place = guard.Claim(path, force: false);
        guard.Complete([]);
        return place;
    }
}
