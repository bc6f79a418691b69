using System.IO.Compression;
using System.Text.Json.Nodes;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Contracts.Stores.Expected;
using StoreForensics.Tests.Contracts.Stores.Writers;
using StoreForensics.Tests.Ingest.Directories;
using StoreForensics.Views;

namespace StoreForensics.Tests.Stores.Archives;

/// <summary>The same images, saved in every form and in every wrapping, are the same images.</summary>
internal sealed class SavedFormsTests
{
    private static readonly IReadOnlyList<DescribedImage> s_images = SmallStore.Description.Images;

    private static readonly Dictionary<string, Func<SortedDictionary<string, byte[]>>> s_forms = new()
    {
        ["1.10"] = () => SavedForms.Saved(s_images),
        ["25"] = () => SavedForms.Both(s_images),
        ["podman"] = () => SavedForms.Podman(s_images),
        ["layout"] = () => SavedForms.Layout(s_images, b => b),
        ["layout of gzip"] = () => SavedForms.Layout(s_images, SavedForms.Gzip),
        ["layout of zstd"] = () => SavedForms.Layout(s_images, SavedForms.Zstd),
        ["layout of eStargz"] = () => SavedForms.Layout(s_images, SavedForms.Stargz),
        ["layout of zstd:chunked"] = () => SavedForms.Layout(s_images, SavedForms.ZstdChunked),
    };

    private static readonly Dictionary<string, Func<byte[], byte[]>> s_wrappings = new()
    {
        ["tar"] = b => b,
        ["gzip"] = SavedForms.Gzip,
        ["zstd"] = SavedForms.Zstd,
        ["zip"] = Zip,
        ["tar in a tar"] = b => SavedForms.Tar(new(StringComparer.Ordinal) { ["srv/backup/images.tar"] = b, ["srv/readme"] = [1, 2, 3] }),
        ["tar.gz in a tar"] = b => SavedForms.Tar(new(StringComparer.Ordinal) { ["srv/images.tar.gz"] = SavedForms.Gzip(b) }),
        ["tar in a tar.gz"] = b => SavedForms.Gzip(SavedForms.Tar(new(StringComparer.Ordinal) { ["srv/images.tar"] = b })),
    };

    [Test]
    public void Every_form_and_wrapping_gives_one_inventory([ValueSource(nameof(Forms))] string form, [ValueSource(nameof(Wrappings))] string wrapping)
    {
        using var tree = new TempTree();
        string file = Path.Combine(tree.Root, "evidence");
        File.WriteAllBytes(file, s_wrappings[wrapping](SavedForms.Tar(s_forms[form]())));
        Compare(file);
    }

    [Test]
    public void A_directory_gives_the_same([ValueSource(nameof(Forms))] string form)
    {
        using var tree = new TempTree();
        Unpack(s_forms[form](), tree.Root);
        Compare(tree.Root);
    }

    [Test]
    public void A_disk_image_gives_the_same()
    {
        Tool.Require("mke2fs", "truncate");
        using var tree = new TempTree();
        string root = Path.Combine(tree.Root, "root"), image = Path.Combine(tree.Root, "disk.img");
        Directory.CreateDirectory(Path.Combine(root, "srv"));
        File.WriteAllBytes(Path.Combine(root, "srv", "images.tar"), SavedForms.Tar(s_forms["layout of gzip"]()));
        Tool.Run(tree.Root, "truncate", "-s", "4M", image);
        Tool.Run(tree.Root, "mke2fs", "-q", "-F", "-d", root, image);
        Compare(image);
    }

    /// <summary>podman save --format docker-dir, skopeo copy dir: one image, its blobs by bare digests, and no name.</summary>
    [Test]
    public void A_directory_of_one_image_has_its_steps_and_views()
    {
        DescribedImage described = s_images.MaxBy(i => i.Layers.Count())!;
        SortedDictionary<string, byte[]> layout = SavedForms.Layout([described], SavedForms.Gzip);
        string manifest = JsonNode.Parse(layout["index.json"])!["manifests"]![0]!["digest"]!.ToString()[7..];
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["version"] = "Directory Transport Version: 1.1\n"u8.ToArray() };
        foreach ((string path, byte[] bytes) in layout.Where(f => f.Key.StartsWith("blobs/sha256/", StringComparison.Ordinal)))
            files[path.EndsWith(manifest, StringComparison.Ordinal) ? "manifest.json" : path["blobs/sha256/".Length..]] = bytes;
        using var tree = new TempTree();
        Unpack(files, tree.Root);
        using var scratch = new Scratch();
        using Analyzer analyzer = Analyzer.Open(new AnalysisOptions { Evidence = [tree.Root] }, scratch);
        Image image = analyzer.Inventory.Images.Single();
        Assert.Multiple(() =>
        {
            Assert.That((image.Id, image.References.Count), Is.EqualTo((Id(described), 0)));
            Assert.That(ViewLines.Of(image.Layers[^1]), Is.EqualTo(ViewLines.Of(described.Layers)));
            Assert.That(image.Steps.Select(s => s.CreatedBy), Is.EqualTo(described.Steps.Select(s => s.Command)));
            Assert.That(analyzer.Verify().Checks.Where(c => c.Status != CheckStatus.Ok).Select(c => $"{c.Kind} {c.Subject} {c.Detail}"), Is.Empty);
            Assert.That(analyzer.Problems.Sorted().Select(p => p.ToString()), Is.Empty);
        });
    }

    [Test]
    public void The_oldest_form_has_ids_of_its_time_and_the_same_steps_and_views()
    {
        using var tree = new TempTree();
        string file = Path.Combine(tree.Root, "save.tar");
        File.WriteAllBytes(file, SavedForms.Tar(SavedForms.Graph(s_images)));
        using var scratch = new Scratch();
        using Analyzer analyzer = Analyzer.Open(new AnalysisOptions { Evidence = [file] }, scratch);
        Assert.Multiple(() =>
        {
            foreach (DescribedImage described in s_images.Where(i => i.Tags.Count > 0))
            {
                Image image = analyzer.Inventory.FindImage(described.Tags[0]);
                Assert.That(image.Steps.Select(s => $"{s.Number} {s.Created?.Time} {s.CreatedBy}"),
                    Is.EqualTo(described.Steps.Select((s, at) => $"{at + 1} {s.Created} {s.Command}")));
                Assert.That(ViewLines.Of(image.Layers[^1]), Is.EqualTo(ViewLines.Of(described.Layers)));
            }
            Assert.That(analyzer.Problems.Sorted().Select(p => p.ToString()), Is.Empty);
        });
    }

    [Test]
    public void Of_two_archives_with_one_image_each_can_be_meant()
    {
        using var tree = new TempTree();
        File.WriteAllBytes(Path.Combine(tree.Root, "a.tar"), SavedForms.Tar(s_forms["1.10"]()));
        File.WriteAllBytes(Path.Combine(tree.Root, "b.tar"), SavedForms.Tar(s_forms["layout"]()));
        using var scratch = new Scratch();
        using Analyzer analyzer = Analyzer.Open(new AnalysisOptions { Evidence = [tree.Root] }, scratch);
        Assert.That(analyzer.Inventory.Stores.Select(s => s.Name), Is.EqualTo(new[] { "docker-archive", "oci" }));
        Assert.That(analyzer.Inventory.FindImage("app:1.0").Store.Name, Is.EqualTo("docker-archive"));
        Assert.That(analyzer.Inventory.FindImage("oci::app:1.0").Store.Name, Is.EqualTo("oci"));
        Assert.That(ViewedObject.Find(analyzer.Inventory, "oci::app:1.0").Top, Is.SameAs(analyzer.Inventory.FindImage("oci::app:1.0").Layers[^1]));
    }

    [Test]
    public void A_container_that_was_exported_is_said_to_have_no_history()
    {
        using var tree = new TempTree();
        string file = Path.Combine(tree.Root, "export.tar");
        File.WriteAllBytes(file, SavedForms.Tar(new(StringComparer.Ordinal) { ["bin/sh"] = [1], ["etc/passwd"] = [1], ["usr/x"] = [1], ["var/x"] = [1] }));
        using var scratch = new Scratch();
        Assert.That(() => Analyzer.Open(new AnalysisOptions { Evidence = [file] }, scratch), Throws.TypeOf<EvidenceOpenException>()
            .With.Message.Contains("docker export").And.Message.Contains("@host"));
    }

    private static IEnumerable<string> Forms() => s_forms.Keys;

    private static IEnumerable<string> Wrappings() => s_wrappings.Keys;

    private static void Compare(string file)
    {
        using var scratch = new Scratch();
        using Analyzer analyzer = Analyzer.Open(new AnalysisOptions { Evidence = [file] }, scratch);
        Assert.Multiple(() =>
        {
            Assert.That(analyzer.Inventory.Images.Select(i => $"{i.Id} {string.Join(' ', i.References)}").Order(StringComparer.Ordinal),
                Is.EqualTo(s_images.Select(i => $"{Id(i)} {string.Join(' ', i.Tags.Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal)));
            foreach (DescribedImage described in s_images)
            {
                Image image = analyzer.Inventory.FindImage(Id(described));
                Assert.That(image.Steps.Select(s => $"{s.Number} {s.Created?.Time} {s.CreatedBy} {s.Layer?.Id}"), Is.EqualTo(described.Steps.Select((s, at) =>
                    $"{at + 1} {s.Created} {s.Command} {(s.Layer is null ? null : new LayerTar(s.Layer).DiffId)}")));
                Assert.That(ViewLines.Of(image.Layers[^1]), Is.EqualTo(ViewLines.Of(described.Layers)));
                Assert.That(image.Layers.Select(l => ViewLines.Changes(LayerChanges.Of(l))), Is.EqualTo(described.Layers.Select(l => l.Changes)));
            }
            Assert.That(analyzer.Verify().Checks.Where(c => c.Status != CheckStatus.Ok).Select(c => $"{c.Kind} {c.Subject} {c.Detail}"), Is.Empty);
            Assert.That(analyzer.Problems.Sorted().Select(p => $"{p.Code} {p.Message}"), Is.Empty);
        });
    }

    private static string Id(DescribedImage image) => ContainerdWriter.Digest(ContainerdWriter.ConfigOf(image));

    private static byte[] Zip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry("images.tar").Open();
            entry.Write(bytes);
        }
        return packed.ToArray();
    }

    private static void Unpack(SortedDictionary<string, byte[]> files, string root)
    {
        foreach ((string path, byte[] bytes) in files)
        {
            string[] link = path.Split(SavedForms.LinkMark);
            string at = Path.Combine(root, link[0]);
            Directory.CreateDirectory(Path.GetDirectoryName(at)!);
            if (link.Length == 2)
                File.CreateSymbolicLink(at, link[1]);
            else
                File.WriteAllBytes(at, bytes);
        }
    }
}
