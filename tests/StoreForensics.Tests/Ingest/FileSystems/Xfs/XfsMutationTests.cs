namespace StoreForensics.Tests.Ingest.FileSystems.Xfs;

/// <summary>Damaged images end by themselves, with problems or a result, and no other exception than those of damage.</summary>
public sealed class XfsMutationTests
{
    private const int PieceBytes = 4096;

    private static IEnumerable<string> Names => XfsFixtures.All;

    [TestCaseSource(nameof(Names))]
    public void With_flipped_bytes(string name)
    {
        byte[] image = XfsFixtures.Image(name);
        int[] used = [.. Metadata(image)];
        var random = new Random((name.Length * 7919) + image.Length);
        for (int round = 0; round < 60; round++)
        {
            (int At, byte Was)[] changes = [.. Enumerable.Range(0, 1 + (round % 20 * 10)).Select(_ => used[random.Next(used.Length)]).Distinct().Select(at =>
                (at, image[at]))];
            foreach ((int at, _) in changes)
                image[at] = (byte)random.Next(256);
            ReadAll(image, $"{name}, round {round}");
            foreach ((int at, byte was) in changes)
                image[at] = was;
        }
    }

    [TestCaseSource(nameof(Names))]
    public void Cut_off(string name)
    {
        byte[] image = XfsFixtures.Image(name);
        foreach (int length in (int[])[0, 1, 511, 512, 1000, 4095, 4096, 50_000, image.Length / 64, image.Length / 4, image.Length / 2, image.Length - 1])
            ReadAll(image[..length], $"{name}, {length} bytes");
    }

    // Bytes of the pieces that look like metadata: a damaged byte of a file is no news.
    private static IEnumerable<int> Metadata(byte[] image)
    {
        for (int piece = 0; piece < image.Length; piece += PieceBytes)
        {
            ReadOnlySpan<byte> head = image.AsSpan(piece, 16);
            bool isMetadata = head[0] is (byte)'X' or (byte)'I' or (byte)'B' or 0xFE || head[8] is 0x3E or 0x3B or 0xFB or 0xFE;
            if (!isMetadata)
                continue;
            for (int at = piece; at < piece + PieceBytes; at++)
            {
                if (image[at] != 0)
                    yield return at;
            }
        }
    }

    private static void ReadAll(byte[] image, string what) =>
        DamagedImage.ReadAll(problems => new ReadXfs(new MemoryBlocks(image), "damaged", problems), what);
}
