using StoreForensics.Ingest.FileSystems.Erofs;

namespace StoreForensics.Tests.Ingest.FileSystems.Erofs;

/// <summary>Damaged images end by themselves, with problems or a result, and no other exception than those of damage.</summary>
public sealed class ErofsMutationTests
{
    private static IEnumerable<string> Names => ErofsFixtures.All;

    [TestCaseSource(nameof(Names))]
    public void With_flipped_bytes(string name)
    {
        byte[] whole = ErofsFixtures.Image(name);
        int[] filled = [.. Enumerable.Range(0, whole.Length).Where(i => whole[i] != 0)];
        var random = new Random(name.Length * 7919);
        for (int round = 0; round < 60; round++)
        {
            byte[] image = [.. whole];
            for (int i = 0; i < 1 + (round * 4); i++)
                image[filled[random.Next(filled.Length)] ^ random.Next(2)] = (byte)random.Next(256);
            // A superblock that nothing can be done with ends all.
            whole.AsSpan(0, ErofsLayout.SuperOffset + 16).CopyTo(image);
            DamagedImage.ReadAll(problems => ReadErofs.Of(image, problems), $"{name}, round {round}");
        }
    }

    [TestCaseSource(nameof(Names))]
    public void With_flipped_bytes_of_the_superblock(string name)
    {
        byte[] whole = ErofsFixtures.Image(name);
        for (int at = 0; at < ErofsLayout.SuperBytes; at++)
        {
            byte[] image = [.. whole];
            image[ErofsLayout.SuperOffset + at] ^= 0xFF;
            DamagedImage.ReadAll(problems => ReadErofs.Of(image, problems), $"{name}, byte {at}");
        }
    }

    [TestCaseSource(nameof(Names))]
    public void Cut_off(string name)
    {
        byte[] image = ErofsFixtures.Image(name);
        foreach (int length in (int[])[0, 1, 1024, 1100, 1152, 4096, 4100, 8192, image.Length / 4, image.Length / 2, image.Length - 1])
            DamagedImage.ReadAll(problems => ReadErofs.Of(image[..length], problems), $"{name}, {length} bytes");
    }
}
