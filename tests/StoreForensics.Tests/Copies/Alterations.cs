using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Verification;

namespace StoreForensics.Tests.Copies;

/// <summary>Ten alterations of a layer, and which of them a copy can still prove.</summary>
internal static class Alterations
{
    /// <returns>The checks to be found, as the matrix spells them.</returns>
    public static IReadOnlyList<string> Make(AlteredEvidence evidence, Layer layer, string[] files, CopyWay way)
    {
        var expected = new List<string>();
        int root = layer.Files!.Tree.PathOf(layer.Files.Root).Length;
        string directory = files[0][..files[0].LastIndexOf('/')];

        Flip(evidence, files[0], 0);
        Expect(files[0], "altered");
        Flip(evidence, files[1], -1);
        Expect(files[1], "altered");
        evidence.SetContent(files[2], [.. evidence.Read(files[2]), 1]);
        Expect(files[2], "altered");
        evidence.SetContent(files[3], evidence.Read(files[3])[..^1]);
        Expect(files[3], "altered");
        evidence.Remove(files[4]);
        Expect(files[4], "missing");
        evidence.Add(directory + "/zz-planted", Plain(), [1, 2, 3]);
        Expect(directory + "/zz-planted", "planted");
        evidence.Add(directory + "/zz.so.1", Plain() with { Mode = 0x1ed }, [4]);
        Expect(directory + "/zz.so.1", "planted");
        evidence.Change(files[5], m => m with { Uid = m.Uid + 4242 });
        if (way is not (CopyWay.OneOwner or CopyWay.UserNamespace or CopyWay.Fresh or CopyWay.Fat))
            Expect(files[5], "altered");
        evidence.Change(files[6], m => m with { Mode = (ushort)(m.Mode ^ 0x12) });
        if (way is not (CopyWay.Fat or CopyWay.Fresh))
            Expect(files[6], "altered");
        evidence.Change(files[7], m => m with { Modified = new Timestamp(m.Modified!.Value.Seconds + 86_400, 0) });
        if (way is not CopyWay.Fresh)
            Expect(files[7], "altered");
        return expected;

        void Expect(string path, string status) => expected.Add($"file {layer.Id} {path[root..]} {status}");
    }

    private static void Flip(AlteredEvidence evidence, string file, int at)
    {
        byte[] bytes = evidence.Read(file);
        bytes[at < 0 ? bytes.Length + at : at] ^= 1;
        evidence.SetContent(file, bytes);
    }

    private static EntryMetadata Plain() =>
        new() { Kind = EntryKind.File, Mode = 0x1a4, Modified = new Timestamp(1_600_000_000, 0), HasFraction = true };
}
