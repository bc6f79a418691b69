using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Contracts;

/// <summary>
/// What every reader of an evidence must give for one and the same tree, save for what its wrapping cannot hold. Written once; a reader's fixture says how the
/// tree is wrapped and what is left of each entry.
/// </summary>
public abstract class EvidenceSourceContract
{
    private IEvidenceSource? _source;
    private List<ReferenceEntry> _held = [];

    /// <summary>The tree that is wrapped. Ignores the test where it cannot be made.</summary>
    private protected virtual IReadOnlyList<ReferenceEntry> Reference => ReferenceTreeFixture.Tree.Entries;

    /// <summary>Opens the tree in this fixture's wrapping; problems must be none.</summary>
    private protected abstract IEvidenceSource Open(IReadOnlyList<ReferenceEntry> held, ProblemLog problems);

    /// <summary>What the wrapping can hold of an entry; null: not even its name.</summary>
    private protected virtual ReferenceEntry? Held(ReferenceEntry entry) => entry;

    /// <summary>The directory that the tree's root is in the evidence; empty for the evidence's own.</summary>
    private protected virtual string Below => "";
    /// <summary>Names that are there and not compared.</summary>
    private protected virtual IEnumerable<EvidencePath> Passed => [];

    private protected virtual bool IsExpected(Problem problem) => problem.Severity == ProblemSeverity.Note;

    [OneTimeSetUp]
    public void OpenSource()
    {
        _held = [.. Reference.Select(Held).OfType<ReferenceEntry>()];
        var problems = new ProblemLog();
        _source = Open(_held, problems);
        Assert.That(problems.Sorted().Where(p => !IsExpected(p)), Is.Empty);
    }

    [OneTimeTearDown]
    public void CloseSource() => _source?.Dispose();

    [Test]
    public void Every_name_has_its_facts_and_bytes()
    {
        string[] expected = [.. _held.Select(e => e.Line(Links(e), FirstLink(e)))];
        string[] actual = [.. AllNodes().Select(Describe).Where(e => !Passed.Contains(e.Entry.Path)).OrderBy(e => e.Entry.Path).Select(e =>
            e.Entry.Line(e.Links, e.First))];
        Assert.That(actual, Is.EqualTo(expected));
    }

    [Test]
    public void Every_path_finds_its_node()
    {
        Assert.Multiple(() =>
        {
            foreach (ReferenceEntry entry in _held)
            {
                int node = _source!.Tree.Find(Top, entry.Path.Bytes);
                Assert.That(node, Is.Not.EqualTo(EvidenceTree.None), entry.Path.ToString());
                Assert.That(_source.Tree.PathOf(node, Top), Is.EqualTo(entry.Path));
            }
        });
    }

    [Test]
    public void Children_come_in_byte_order()
    {
        EvidenceTree tree = _source!.Tree;
        foreach (int node in AllNodes())
        {
            EvidencePath[] names = [.. tree.Children(node).ToArray().Select(c => new EvidencePath(tree.Name(c)))];
            Assert.That(names, Is.Ordered);
        }
    }

    [Test]
    public void Only_regular_files_open()
    {
        EvidenceTree tree = _source!.Tree;
        foreach (int node in AllNodes().Where(n => tree[n].Kind != EntryKind.File))
            Assert.That(() => _source.Open(node), Throws.TypeOf<EvidenceFormatException>(), tree.PathOf(node).ToString());
    }

    [Test]
    public void A_file_opens_again_and_reads_in_small_pieces()
    {
        ReferenceEntry entry = _held.First(e => e.Kind == EntryKind.File && e.Size > 10_000);
        int node = _source!.Tree.Find(Top, entry.Path.Bytes);
        for (int i = 0; i < 2; i++)
        {
            using Stream stream = _source.Open(node);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] buffer = new byte[7 + i];
            for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
                hash.AppendData(buffer, 0, read);
            Assert.That(Convert.ToHexStringLower(hash.GetHashAndReset()), Is.EqualTo(entry.Sha256));
        }
    }

    private int Top => _source!.Tree.Find(EvidenceTree.Root, new EvidencePath(System.Text.Encoding.UTF8.GetBytes(Below)).Bytes);

    private IEnumerable<int> AllNodes() => Enumerable.Range(0, _source!.Tree.Count).Where(n => _source.Tree.IsWithin(n, Top));

    private (ReferenceEntry Entry, uint Links, EvidencePath First) Describe(int node)
    {
        EvidenceTree tree = _source!.Tree;
        EvidenceNode n = tree[node];
        NodeExtra extra = tree.Extra(node);
        var entry = new ReferenceEntry(tree.PathOf(node, Top), n.Kind)
        {
            Mode = n.Mode,
            Uid = n.Uid,
            Gid = n.Gid,
            Size = n.Size,
            Modified = n.Modified ?? new Timestamp(long.MinValue, 0),
            LinkTarget = new EvidencePath(tree.LinkTarget(node)),
            Sha256 = n.Kind == EntryKind.File ? HashOf(node) : null,
            Device = (extra.DeviceMajor, extra.DeviceMinor),
            Xattrs = [.. (extra.Xattrs ?? []).Where(ReferenceEntry.IsCompared)],
        };
        return (entry, Math.Max(1, extra.Links), tree.PathOf(tree.FirstLink(node), Top));
    }

    private string HashOf(int node)
    {
        using Stream stream = _source!.Open(node);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private uint Links(ReferenceEntry entry) => (uint)Names(entry).Count();

    private EvidencePath FirstLink(ReferenceEntry entry) => Names(entry).Min(e => e.Path);

    private IEnumerable<ReferenceEntry> Names(ReferenceEntry entry)
    {
        EvidencePath file = entry.LinkOf ?? entry.Path;
        return _held.Where(e => (e.LinkOf ?? e.Path) == file);
    }
}
