using System.Diagnostics;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems;

/// <summary>Reads an image that was damaged: it ends by itself, with problems or a result, and no other exception than those of damage.</summary>
internal static class DamagedImage
{
    // Far above what any takes: it tells an end from none.
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(60);

    public static void ReadAll(Func<ProblemLog, IEvidenceSource> open, string what)
    {
        var problems = new ProblemLog();
        var clock = Stopwatch.StartNew();
        try
        {
            using IEvidenceSource files = open(problems);
            EvidenceTree tree = files.Tree;
            Assert.That(tree.Count, Is.LessThan(100_000), what);
            for (int node = 0; node < tree.Count; node++)
            {
                if (tree[node].Kind == EntryKind.File)
                    ReadSome(files, node);
            }
            Assert.That(problems.Faults, Is.Empty, what);
        }
        catch (EvidenceFormatException)
        {
        }
        catch (Exception e) when (e is not AssertionException)
        {
            Assert.Fail($"{what}: {e}");
        }
        Assert.That(clock.Elapsed, Is.LessThan(s_most), what);
    }

    // A damaged size can be exabytes of hole.
    private static void ReadSome(IEvidenceSource files, int node)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            using Stream stream = files.Open(node);
            for (int i = 0; i < 32 && stream.Read(buffer) > 0; i++)
            {
            }
            _ = stream.NextData(0);
            if (stream.Length > 1000)
            {
                stream.Position = stream.Length - 1000;
                _ = stream.Read(buffer);
            }
        }
        catch (EvidenceFormatException)
        {
        }
    }
}
