using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.RegularExpressions;
using SharpCompress.Compressors.Xz;
using StoreForensics.Primitives;
using StoreForensics.Tests.Samples;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Damage;

/// <summary>
/// Every metadata file of small stores is removed, scrambled, halved and emptied, one at a time: the analysis and every report end by themselves, everything
/// that has nothing to do with the file is still there, and a problem (or what is left of the object) names the file or its object.
/// </summary>
[TestFixture]
internal sealed partial class DamagedStoreTests
{
    private const int DocumentsEvery = 25;

    private static IEnumerable<TestCaseData> Samples() =>
        // Of a node only what is below its store counts: the test after these.
        SampleArchive.All().Where(path => !path.Contains("shopnode", StringComparison.Ordinal))
            .Select(path => new TestCaseData(path).SetArgDisplayNames(Path.GetFileName(path)));

    [TestCaseSource(nameof(Samples))]
    public void Of_a_sample(string archive)
    {
        using var gzip = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        Check(Whole(gzip));
    }

    /// <summary>containerd's store; its host's other files say nothing of each other, and what is made for sandboxes at each start is not read.</summary>
    [Test]
    public void Of_a_node()
    {
        using var gzip = new GZipStream(File.OpenRead(SampleArchive.All().Single(p => p.Contains("shopnode", StringComparison.Ordinal))),
            CompressionMode.Decompress);
        Check(new TarPieces(new TarPieces(Whole(gzip)).Only(p => p.Path.StartsWith("var/lib/containerd", StringComparison.Ordinal)
            && !p.Path.Contains("/sandboxes/", StringComparison.Ordinal) && !LayerContent().IsMatch(p.Path))).Only(_ => true));
    }

    [Test]
    public void Of_a_layered_store()
    {
        using var xz = new XZStream(File.OpenRead(SharedEvidence.PathOf("evidence/attic/attic.tar.xz")));
        Check(new TarPieces(new TarPieces(Whole(xz)).Only(p => !LayerContent().IsMatch(p.Path))).Only(_ => true));
    }

    private static byte[] Whole(Stream stream)
    {
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static void Check(byte[] tar)
    {
        var pieces = new TarPieces(tar);
        Examination whole = Examination.Of(tar, withDocuments: true);
        (TarPieces.Piece File, Harm Harm)[] cases = [.. pieces.Pieces.Where(p => p.IsFile && !LayerContent().IsMatch(p.Path))
            // an empty log may as well not be there
            .SelectMany(p => Enum.GetValues<Harm>().Where(h => p.Size > 0 || (h == Harm.Removed && !p.Path.EndsWith("-json.log", StringComparison.Ordinal)))
.Select(h => (p, h)))];
        Assert.That(cases, Is.Not.Empty);
        var faults = new ConcurrentBag<string>();
        Parallel.For(0, cases.Length, i =>
        {
            (TarPieces.Piece file, Harm harm) = cases[i];
            foreach (string fault in Faults(whole, pieces.Harmed(file, harm), file.Path, harm, withDocuments: i % DocumentsEvery == 0))
                faults.Add($"{file.Path} {harm}: {fault}");
        });
        if (!faults.IsEmpty)
            Assert.Fail($"{faults.Count} faults in {cases.Length} cases:\n" + string.Join('\n', faults.Order(StringComparer.Ordinal)));
    }

    private static IEnumerable<string> Faults(Examination whole, byte[] tar, string path, Harm harm, bool withDocuments)
    {
        Examination harmed;
        string? thrown = null;
        try
        {
            harmed = Examination.Of(tar, withDocuments);
        }
        catch (Exception e)
        {
            (harmed, thrown) = (whole, e.ToString());
        }
        if (thrown is not null)
            return [thrown];
        var faults = new List<string>();
        string[] ids = [.. Ids().Matches(path).Select(m => m.Value)];
        bool isImage = path.Contains("/graph/", StringComparison.Ordinal) || path.Contains("/imagedb/content/", StringComparison.Ordinal);
        bool isBlob = path.Contains("/blobs/sha256/", StringComparison.Ordinal);
        // Images and containers are in it alone; snapshots and blobs are not.
        if (path.EndsWith("/meta.db", StringComparison.Ordinal) && !path.Contains("/containerd/daemon/", StringComparison.Ordinal))
            return IsNoticed(whole, harmed, path, ids) ? faults : ["nobody noticed"];
        if (isBlob && whole.Images.Except(harmed.Images).Count() > 1)
            faults.Add("images of other blobs are missing");
        if (!isBlob && !whole.Images.Where(i => !isImage || !ids.Any(i.Contains)).All(harmed.Images.Contains))
            faults.Add("images are missing");
        if (!whole.Containers.SequenceEqual(harmed.Containers))
            faults.Add("containers are missing");
        foreach ((string id, string facts) in whole.ContainerFacts)
        {
            if (!ids.Contains(id) && Kept(harmed.ContainerFacts.GetValueOrDefault(id), isBlob) != Kept(facts, isBlob))
                faults.Add($"container {id} was {facts} and is {harmed.ContainerFacts.GetValueOrDefault(id)}");
        }
        if (Unnoticed.Allows(path, harm))
            return faults;
        if (!IsNoticed(whole, harmed, path, ids))
            faults.Add("nobody noticed");
        else if (harm == Harm.Scrambled && !harmed.Problems.Except(whole.Problems).Any(p => p.Severity == ProblemSeverity.Damage))
            faults.Add("no exit code for damage");
        return faults;
    }

    // What an image is called is in its manifest, which is a blob.
    private static string? Kept(string? facts, bool isBlob) => isBlob ? facts?.Replace(Examination.ImageOf(facts), "", StringComparison.Ordinal) : facts;

    // By the file itself, its directory, or the object that its path names.
    private static bool IsNoticed(Examination whole, Examination harmed, string path, string[] ids)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        bool Names(string place, string text) => place == path || ids.Any(i => place.Contains(i) || text.Contains(i)) || text.Contains(name);
        return harmed.Problems.Except(whole.Problems).Any(p => Names(p.Origin.Path.ToString(), p.Message))
            || harmed.Leftovers.Except(whole.Leftovers).Any(l => Names(l.Origin.Path.ToString(), l.Name + " " + l.Detail));
    }

    [GeneratedRegex("(?<![0-9a-f])([0-9a-f]{64}|[0-9a-f]{16})(?![0-9a-f])")]
    private static partial Regex Ids();

    [GeneratedRegex("/aufs/(diff|mnt)/.|/overlay2/[^/]+/(diff|work|merged)/|/vfs/dir/[^/]+/|/_data/|/snapshots/[0-9]+/fs/.")]
    private static partial Regex LayerContent();
}
