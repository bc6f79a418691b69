using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Findings;
using StoreForensics.Findings.Rules;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Reports.Html;
using StoreForensics.Views;

namespace StoreForensics.Tests.Findings;

/// <summary>Images, leftovers, volumes, replaced directories, capabilities and altered layers: what a rule is for, and what is nearly so.</summary>
[TestFixture]
internal sealed class StoreRuleTests
{
    private static readonly StoreInfo s_store = new() { Name = "overlay2", Driver = "overlay2", Era = "layered", Root = default };

    [TestCase("", "", "image-dangling info")]
    [TestCase("committed", "a/x:1", "image-committed medium")]
    [TestCase("pulled", "a/x:1", "")]
    [TestCase("pulled", "a/x:1 b/y:1", "image-foreign-name low")]
    [TestCase("pulled", "quay.io/a/x:1 b/y:1", "image-foreign-name medium")]
    [TestCase("pulled", "quay.io/a/x:1 localhost/b/x-loaded:1", "image-foreign-name low")]
    [TestCase("pulled", "quay.io/a/x:1 localhost/b/y:1", "image-foreign-name medium")]
    [TestCase("pulled", "a/x:1 a/y:1", "")]
    [TestCase("pulled", "a/x:1 b/x:1", "")]
    [TestCase("pulled", "reg.example:5000/x:1", "image-registry low")]
    [TestCase("pulled", "127.0.0.1:5000/x:1", "image-registry info")]
    [TestCase("pulled", "quay.io/a/x:1", "")]
    public void Of_an_image(string origin, string names, string expected)
    {
        var inventory = new Inventory();
        inventory.Images.Add(Image(origin, names));
        Assert.That(Found(inventory), Is.EqualTo(expected));
    }

    /// <summary>A commit of a container of an image has that image's layers below.</summary>
    [TestCase(1, "image-committed low")]
    [TestCase(2, "image-committed medium")]
    public void Of_an_image_that_was_committed(int layers, string expected)
    {
        Image image = Image("committed", "a/x:1");
        for (int i = 0; i < layers; i++)
        {
            image.Layers.Add(new Layer { Id = $"{i}", Store = s_store, Origin = default });
            image.Steps.Add(new BuildStep { Number = i + 1, Instruction = "", CreatedBy = "/bin/sh", Origin = default });
        }
        var inventory = new Inventory();
        inventory.Images.Add(image);
        Assert.That(Found(inventory), Is.EqualTo(expected));
    }

    [Test]
    public void Of_a_container_without_its_image()
    {
        Assert.That(Found(Of("sha256:abc", null)), Is.EqualTo("container-image-gone medium"));
        Assert.That(Found(Of("sha256:abc", Image("", ""))), Is.EqualTo("container-image-untagged low"));
        Assert.That(Found(Of("sha256:abc", Image("pulled", "a/x:1"))), Is.Empty);

        static Inventory Of(string id, Image? image)
        {
            var inventory = new Inventory();
            inventory.Containers.Add(new Container { Id = new string('a', 64), Store = s_store, Origin = default, ImageId = id, Image = image });
            return inventory;
        }
    }

    /// <summary>Names of the image that runs and of another of the store; the container was started by the first tag.</summary>
    [TestCase("built_classic", "r.example/a:1", "r.example/a@sha256:d1", "r.example/a:1", "image-not-published medium")]
    [TestCase("built_classic", "", "r.example/a:1 r.example/a@sha256:d1", "r.example/a:1", "image-not-published medium")]
    [TestCase("built_classic", "", "built r.example/a:1 r.example/a@sha256:d1", "r.example/a:1", "image-not-published low")]
    [TestCase("pulled", "r.example/a@sha256:d0", "r.example/a:1 r.example/a@sha256:d1", "r.example/a:1", "image-not-published low")]
    [TestCase("pulled", "r.example/a:1 r.example/a@sha256:d0", "r.example/a@sha256:d1", "r.example/a:1", "image-not-published low")]
    [TestCase("pulled", "r.example/a:1", "r.example/a@sha256:d1", "r.example/a:1", "")]
    [TestCase("built_classic", "r.example/a:1", "r.example/a:2 r.example/a@sha256:d1", "r.example/a:1", "")]
    [TestCase("built_classic", "r.example/a:1 r.example/a@sha256:d1", "", "r.example/a:1", "")]
    [TestCase("built_classic", "r.example/a:1", "r.example/b@sha256:d1", "r.example/a:1", "")]
    [TestCase("built_classic", "", "r.example/a:1", "r.example/a:1", "")]
    [TestCase("built_classic", "", "r.example/a:1 r.example/a@sha256:d1", "sha256:0123", "")]
    [TestCase("built_classic", "r.example/a:1", "registry a:1 sha256:d1", "r.example/a:1", "image-not-published medium")]
    [TestCase("built_classic", "r.example/a:1", "registry a:2 sha256:d1", "r.example/a:1", "")]
    [TestCase("built_classic", "a:1", "registry a:1 sha256:d1", "a:1", "")]
    public void Of_a_container_that_runs_another_image_than_was_published(string origin, string names, string others, string typed, string expected)
    {
        Image runs = Image(origin, names);
        string[] words = others.Split(' ', 2);
        Image other = words[0] switch
        {
            "registry" => OfRegistry(words[1].Split(' ')),
            "built" => Image("built_classic", words[1]),
            _ => Image("pulled", others),
        };
        var inventory = new Inventory();
        inventory.Images.AddRange([runs, other]);
        inventory.Containers.Add(new Container
        {
            Id = new string('a', 64),
            Store = s_store,
            Origin = default,
            ImageId = runs.Id,
            Image = runs,
            ImageName = typed
        });
        var sink = new FindingSink();
        new PublishedImageRule().Look(inventory, sink);
        Assert.That(Found(sink), Is.EqualTo(expected));

        static Image OfRegistry(string[] words)
        {
            var image = new Image { Id = "sha256:r", Store = s_store with { Driver = "registry", Root = new Origin("other", default) }, Origin = default };
            image.References.Add(new ImageReference(words[0].Split(':')[0], words[0].Split(':')[1], words[1]));
            return image;
        }
    }

    /// <summary>Where the image database was not collected, nobody knows whether an image is gone.</summary>
    [Test]
    public void Of_a_container_whose_image_store_is_not_there()
    {
        var inventory = new Inventory();
        inventory.Containers.Add(new Container
        {
            Id = new string('a', 64),
            Store = s_store with { HasImages = false },
            Origin = default,
            ImageId = "sha256:abc"
        });
        Assert.That(Found(inventory), Is.Empty);
    }

    [Test]
    public void Of_what_was_left()
    {
        var inventory = new Inventory();
        inventory.Leftovers.Add(new Leftover("layer", "x-removing", default, "its removal was interrupted"));
        Assert.That(Found(inventory), Is.EqualTo("leftover low"));
        var layers = new Inventory();
        layers.Layers.Add(new Layer { Id = "abc", Store = s_store, Origin = default, Role = LayerRole.Orphan });
        layers.Layers.Add(new Layer { Id = "def", Store = s_store, Origin = default, Role = LayerRole.BuildCache });
        Assert.That(Found(layers), Is.EqualTo("layer-orphan low"));
        var volumes = new Inventory();
        volumes.Volumes.Add(new Volume { Name = "v", Store = s_store, Origin = default });
        Assert.That(Found(volumes), Is.EqualTo("volume-unused info"));
        volumes.Volumes[0].Containers.Add(new Container { Id = new string('a', 64), Store = s_store, Origin = default });
        Assert.That(Found(volumes), Is.Empty);
    }

    [TestCase("/etc/app/a.conf", 'D', true, false, "directory-replaced medium")]
    [TestCase("/opt/app/a.conf", 'C', true, false, "directory-replaced low")]
    [TestCase("/opt/app", 'C', false, true, "directory-replaced low")]
    [TestCase("/etc/app/a.conf", 'D', false, false, "")]
    public void Of_a_directory(string path, char change, bool isHidden, bool isReplaced, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        var source = new FakeSource((bytes, FakeSource.File(10)));
        var sink = new FindingSink();
        new DirectoryReplacedRule().Look(
            new FileSight
            {
                Owner = FileOwner.Step,
                Subjects = ["x"],
                Path = bytes,
                Change = change,
                Source = source,
                Node = source.Tree.Find(EvidenceTree.Root, bytes),
                IsHidden = isHidden,
                IsReplaced = isReplaced
            },
            sink);
        Assert.That(Found(sink), Is.EqualTo(expected));
    }

    [TestCase("/etc/cron.d", "Container", "directory-replaced medium")]
    [TestCase("/etc/cron.d", "Step", "directory-replaced low")]
    [TestCase("/etc/app", "Container", "directory-replaced low")]
    public void Of_a_directory_that_was_emptied(string path, string owner, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        var source = new FakeSource((bytes, new EntryMetadata { Kind = EntryKind.Directory }));
        var sink = new FindingSink();
        var sight = new FileSight
        {
            Owner = Enum.Parse<FileOwner>(owner),
            Subjects = ["x"],
            Path = bytes,
            Change = 'C',
            Source = source,
            Node = source.Tree.Find(EvidenceTree.Root, bytes),
            IsReplaced = true,
        };
        new DirectoryReplacedRule().Look(sight, sink);
        Assert.That(Found(sink), Is.EqualTo(expected));
    }

    [TestCase("security.capability", "Container", "", "capability-added medium")]
    [TestCase("security.capability", "Step", "apt-get install -y iputils-ping", "capability-added info")]
    [TestCase("user.note", "Container", "", "")]
    public void Of_a_program_with_capabilities(string attribute, string owner, string step, string expected)
    {
        byte[] bytes = "/opt/x"u8.ToArray();
        var source = new FakeSource((bytes, FakeSource.File(10) with { Xattrs = [new ExtendedAttribute(attribute, [1])] }));
        var sink = new FindingSink();
        new SetIdRule().Look(
            new FileSight
            {
                Owner = Enum.Parse<FileOwner>(owner),
                Subjects = ["x"],
                Path = bytes,
                Change = 'A',
                Source = source,
                Node = source.Tree.Find(EvidenceTree.Root, bytes),
                Step = step.Length == 0 ? null : new BuildStep { Number = 1, CreatedBy = step, Instruction = "", Origin = default },
                IsPackageStep = PackageStep.Is(step),
            },
            sink);
        Assert.That(Found(sink), Is.EqualTo(expected));
    }

    [TestCase(CheckStatus.Altered, "layer-altered critical")]
    [TestCase(CheckStatus.Ok, "")]
    public void Of_a_layer_that_verify_looked_at(CheckStatus status, string expected)
    {
        var sink = new FindingSink();
        var check = new Check
        {
            Subject = "layer",
            Kind = CheckKind.File,
            Status = status,
            Origin = default,
            Detail = "size differs",
            Path = EvidencePath.FromString("/bin/x")
        };
        AlteredLayerRule.Look(new VerificationResult([check]), sink);
        Assert.That(Found(sink), Is.EqualTo(expected));
    }

    /// <summary>A driver that keeps whole trees marks no directory as made anew: that nothing stayed as it was is the sign.</summary>
    [Test]
    public void Of_a_directory_of_which_nothing_stayed()
    {
        var source = new FakeSource(("/d/a"u8.ToArray(), FakeSource.File(1)), ("/d/b"u8.ToArray(), FakeSource.File(1)),
            ("/e/a"u8.ToArray(), FakeSource.File(1)), ("/e/b"u8.ToArray(), FakeSource.File(1)));
        var layer = new Layer { Id = "l", Store = s_store, Origin = default, Files = source.Files };
        var emptied = new EmptiedDirectories();
        emptied.Note(Deleted("/d/a"));
        emptied.Note(new FileChange('C', "/d/b"u8.ToArray(), layer, Node("/d/b"), new ViewEntry(layer, Node("/d/b"))));
        emptied.Note(Deleted("/e/a"));
        Assert.That(emptied.Changes().Select(c => Encoding.UTF8.GetString(c.PathBytes.Span)), Is.EquivalentTo(new[] { "/d/a", "/d/b" }));

        int Node(string path) => source.Tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes(path));
        FileChange Deleted(string path) => new('D', Encoding.UTF8.GetBytes(path), layer, Node(path));
    }

    private static Image Image(string origin, string names)
    {
        var image = new Image { Id = "sha256:" + new string('b', 64), Store = s_store, Origin = default };
        image.Provenance = origin.Length == 0 ? null : new Provenance(origin, null, []);
        foreach (string name in names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            image.References.Add(name.Split('@') is [var repository, var digest] ? new ImageReference(repository, null, digest)
                : new ImageReference(name[..name.LastIndexOf(':')], name[(name.LastIndexOf(':') + 1)..], null));
        return image;
    }

    private static string Found(Inventory inventory)
    {
        var sink = new FindingSink();
        foreach (IInventoryRule rule in RuleSet.Inventory())
            rule.Look(inventory, sink);
        return Found(sink);
    }

    private static string Found(FindingSink sink) => string.Join(", ", sink.Sorted().Select(f => $"{f.Rule} {f.Severity.Word()}"));
}
