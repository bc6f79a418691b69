using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Verification;

/// <summary>What is done to the engine's records, to marks of deletion and to directories; on the committed sample.</summary>
[TestFixture]
internal sealed class RecordTests
{
    private static VerifiedStore Store => VerifiedStore.Named("sample");

    [Test]
    public void An_images_configuration_that_was_edited_is_altered()
    {
        Image image = Store.Inventory.Images.First(i => i.References.Count > 0);
        var evidence = new AlteredEvidence(Store.Source);
        string path = image.Origin.Path.ToString();
        byte[] bytes = evidence.Read(path);
        bytes[bytes.AsSpan().IndexOf("created"u8)] = (byte)'C';
        evidence.SetContent(path, bytes);

        Check[] wrong = Wrong(evidence);

        Assert.That(wrong.Where(c => c.Kind == CheckKind.Image).Select(c => (c.Subject, c.Status, c.Expected)),
            Is.EqualTo(new[] { (image.Id, CheckStatus.Altered, (string?)image.Id) }));
    }

    [TestCase("diff")]
    [TestCase("parent")]
    public void A_layers_record_that_was_edited_breaks_its_chain_id(string file)
    {
        Layer layer = Store.Recorded.First(l => l.Parent is not null);
        var evidence = new AlteredEvidence(Store.Source);
        string path = $"{layer.Metadata!.Value.Path}/{file}";
        byte[] bytes = evidence.Read(path);
        bytes[10] = bytes[10] == (byte)'0' ? (byte)'1' : (byte)'0';
        evidence.SetContent(path, bytes);

        Check[] wrong = Wrong(evidence);

        Assert.That(wrong.Where(c => c.Kind == CheckKind.Chain).Select(c => (c.Subject, c.Status)), Does.Contain((layer.ChainId!, CheckStatus.Altered)));
        Assert.That(wrong.Any(c => c.Kind == CheckKind.Layer && c.Subject == layer.Id), Is.EqualTo(file == "diff"));
    }

    [Test]
    public void A_layer_whose_directory_is_gone_is_missing()
    {
        Layer layer = Store.Recorded.First();
        var evidence = new AlteredEvidence(Store.Source);
        RemoveAll(evidence, layer.Files!.Tree[layer.Files.Root].Parent);

        Check[] wrong = Wrong(evidence);

        Assert.That(wrong.Select(c => (c.Kind, c.Subject, c.Status)), Does.Contain((CheckKind.Layer, layer.Id, CheckStatus.Missing)));
    }

    [Test]
    public void Without_its_tar_split_a_layer_is_unverifiable_and_says_why()
    {
        Layer layer = Store.Recorded.First();
        var evidence = new AlteredEvidence(Store.Source);
        evidence.Remove($"{layer.Metadata!.Value.Path}/tar-split.json.gz");

        Check check = VerifiedStore.Verify(evidence.Build()).Checks.Single(c => c.Kind == CheckKind.Layer && c.Subject == layer.Id);

        Assert.That(check.Status, Is.EqualTo(CheckStatus.Unverifiable));
        Assert.That(check.Detail, Does.Contain("tar-split").And.Contain("missing"));
    }

    [TestCase(GzipCut.AtFlush)]
    [TestCase(GzipCut.MidBlock)]
    public void A_cut_tar_split_gives_a_problem_and_no_accusation(GzipCut cut)
    {
        Layer layer = Store.Recorded.First(l => VerifiedStore.Files(l).Any());
        var evidence = new AlteredEvidence(Store.Source);
        string path = $"{layer.Metadata!.Value.Path}/tar-split.json.gz";
        evidence.SetContent(path, CutGzip.Of(Lines(path), cut));
        var problems = new ProblemLog();

        VerificationResult result = VerifiedStore.Verify(evidence.Build(), problems);

        Assert.That(result.Checks.Where(c => c.IsMismatch), Is.Empty);
        Assert.That(result.Checks.Single(c => c.Kind == CheckKind.Layer && c.Subject == layer.Id).Status, Is.EqualTo(CheckStatus.Unverifiable));
        Assert.That(problems.HasDamage);
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Origin.Path.ToString())), Does.Contain(("SF-TARSPLIT-0001", path)));
    }

    [Test]
    public void An_emptied_tar_split_gives_a_problem_and_no_accusation()
    {
        Layer layer = Store.Recorded.First(l => VerifiedStore.Files(l).Any());
        var evidence = new AlteredEvidence(Store.Source);
        string path = $"{layer.Metadata!.Value.Path}/tar-split.json.gz";
        evidence.SetContent(path, []);
        var problems = new ProblemLog();

        VerificationResult result = VerifiedStore.Verify(evidence.Build(), problems);

        Assert.That(result.Checks.Where(c => c.IsMismatch), Is.Empty);
        Assert.That(result.Checks.Single(c => c.Kind == CheckKind.Layer && c.Subject == layer.Id).Status, Is.EqualTo(CheckStatus.Unverifiable));
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Origin.Path.ToString())), Does.Contain(("SF-VERIFY-0001", path)));
    }

    [Test]
    public void Marks_of_deletion_are_missed_and_noticed()
    {
        (Layer layer, int marker) = Store.Recorded.Select(l => (l, Markers(l).FirstOrDefault(EvidenceTree.None))).First(x => x.Item2 != EvidenceTree.None);
        EvidenceTree tree = layer.Files!.Tree;
        var evidence = new AlteredEvidence(Store.Source);
        evidence.Remove(tree.PathOf(marker).ToString());
        evidence.Add(tree.PathOf(layer.Files.Root) + "/bin/planted-whiteout", AlteredEvidence.MetadataOf(tree, marker), []);

        Check[] files = [.. Wrong(evidence).Where(c => c.Kind == CheckKind.File)];

        Assert.That(files.Select(c => (c.Path!.Value.ToString(), c.Status)), Is.EquivalentTo(new[]
        {
            ("/" + tree.PathOf(marker, layer.Files.Root), CheckStatus.Missing),
            ("/bin/planted-whiteout", CheckStatus.Planted),
        }));
        Assert.That(files.Select(c => c.Detail), Has.All.Contain("mark of"));
    }

    /// <summary>What could not be read of a damaged disk is not gone.</summary>
    [Test]
    public void What_a_directory_lacks_that_cannot_be_read_whole_is_not_missing()
    {
        (Layer layer, int marker) = Store.Recorded.Select(l => (l, Markers(l).FirstOrDefault(EvidenceTree.None))).First(x => x.Item2 != EvidenceTree.None);
        EvidenceTree tree = layer.Files!.Tree;
        string file = VerifiedStore.Files(layer).First();
        var evidence = new AlteredEvidence(Store.Source);
        foreach (string gone in (string[])[file, tree.PathOf(marker).ToString()])
        {
            evidence.Remove(gone);
            evidence.Tear(gone[..gone.LastIndexOf('/')]);
        }
        VerificationResult result = VerifiedStore.Verify(evidence.Build());
        Assert.Multiple(() =>
        {
            Assert.That(result.Checks.Where(c => c.IsMismatch), Is.Empty);
            Assert.That(result.Checks.Single(c => c.Kind == CheckKind.Layer && c.Subject == layer.Id).Status, Is.EqualTo(CheckStatus.Unverifiable));
            Assert.That(result.Checks.Select(c => c.Detail ?? ""), Has.Some.Contains("the directory cannot be read whole"));
        });
    }

    [Test]
    public void A_directory_that_was_made_opaque_is_altered()
    {
        Layer layer = Store.Recorded.First(l => l.Id.Length == 64 && l.Parent is not null && Directories(l).Any());
        var evidence = new AlteredEvidence(Store.Source);
        string path = Directories(layer).First();
        evidence.Change(path, m => m with { Xattrs = [.. m.Xattrs ?? [], new ExtendedAttribute("trusted.overlay.opaque", "y"u8.ToArray())] });

        Check[] files = [.. Wrong(evidence).Where(c => c.Kind == CheckKind.File)];

        Assert.That(files.Select(c => (Full(layer, c), c.Status)), Is.EqualTo(new[] { (path, CheckStatus.Altered) }));
        Assert.That(files[0].Detail, Does.Contain("hides what lies below no → yes"));
    }

    [Test]
    public void A_directorys_time_is_told_with_what_was_planted_in_it()
    {
        Layer layer = Store.Recorded.First(l => l.Id.Length == 64 && Directories(l).Any());
        string directory = Directories(layer).First();
        var evidence = new AlteredEvidence(Store.Source);
        EntryMetadata like = AlteredEvidence.MetadataOf(evidence.Tree, evidence.Node(directory));
        evidence.Change(directory, m => m with { Modified = new Timestamp(1_800_000_000, 5) });
        evidence.Add(directory + "/evil", like with { Kind = EntryKind.File, Xattrs = null }, "x"u8.ToArray());

        Check[] files = [.. Wrong(evidence).Where(c => c.Kind == CheckKind.File)];

        Assert.That(files.Select(c => (Full(layer, c), c.Status)), Is.EqualTo(new[] { (directory + "/evil", CheckStatus.Planted) }));
        Assert.That(files[0].Detail, Does.Contain("its directory was changed at 2027-01-15T08:00:00.000000005Z"));
    }

    [Test]
    public void A_copy_that_kept_no_owners_is_not_taken_for_an_intruder()
    {
        var evidence = new AlteredEvidence(Store.Source);
        EvidenceTree tree = Store.Source.Tree;
        for (int node = 1; node < tree.Count; node++)
            evidence.Change(System.Text.Encoding.Latin1.GetString(tree.PathOf(node).Bytes), m => m with { Uid = 1000, Gid = 1000 });

        VerificationResult result = VerifiedStore.Verify(evidence.Build());

        Assert.That(result.Checks.Where(c => c.IsMismatch), Is.Empty);
        Assert.That(result.Checks.Single(c => c.Kind == CheckKind.Evidence).Detail, Does.Contain("the copy did not keep owners"));
    }

    private static byte[] Lines(string path)
    {
        using StoredFile file = StoredFile.OpenPlain(Store.Source, Store.Source.Tree.Find(EvidenceTree.Root, System.Text.Encoding.UTF8.GetBytes(path)));
        var lines = new MemoryStream();
        file.CopyTo(lines);
        return lines.ToArray();
    }

    private static Check[] Wrong(AlteredEvidence evidence) => [.. VerifiedStore.Verify(evidence.Build()).Checks.Where(c => c.IsMismatch)];

    private static string Full(Layer layer, Check check) => layer.Files!.Tree.PathOf(layer.Files.Root) + check.Path!.Value.ToString();

    private static IEnumerable<string> Directories(Layer layer) =>
        layer.Files!.Tree.Children(layer.Files.Root).ToArray().Where(n => layer.Files.Tree[n].Kind == EntryKind.Directory).Select(n =>
            layer.Files.Tree.PathOf(n).ToString());

    private static IEnumerable<int> Markers(Layer layer) => Below(layer.Files!.Tree, layer.Files.Root)
        .Where(n => layer.Files.Whiteouts.Classify(layer.Files.Tree, n, false) == LayerEntryMeaning.Deletion);

    private static void RemoveAll(AlteredEvidence evidence, int directory)
    {
        foreach (int node in Below(Store.Source.Tree, directory).Append(directory))
            evidence.Remove(System.Text.Encoding.Latin1.GetString(Store.Source.Tree.PathOf(node).Bytes));
    }

    private static IEnumerable<int> Below(EvidenceTree tree, int directory)
    {
        var stack = new Stack<int>([directory]);
        while (stack.TryPop(out int at))
        {
            foreach (int child in tree.Children(at).ToArray())
            {
                yield return child;
                stack.Push(child);
            }
        }
    }
}
