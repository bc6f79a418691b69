using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Tests.Views;

/// <summary>Trees that no honest engine makes: a view of them holds only what its layers
/// hold, and ends. Kernel rules: Documentation/filesystems/overlayfs.rst.</summary>
internal sealed class HostileViewTests
{
    private static readonly Layer s_base = new TestLayer("base").Directory("etc").File("etc/passwd", "root").Directory("tmp").File("tmp/target",
        "t").Over(null);

    [Test]
    public void A_parent_that_became_a_symlink_shows_nothing_of_its_target()
    {
        Layer link = new TestLayer("link").Symlink("etc", "/tmp").Over(s_base);
        Layer directory = new TestLayer("directory").Directory("etc").File("etc/shadow", "s").Over(link);
        Assert.Multiple(() =>
        {
            Assert.That(TestLayer.Describe(link), Is.EqualTo(new[] { "/etc symlink -> /tmp", "/tmp dir", "/tmp/target file = t" }));
            Assert.That(() => ViewListing.Find(ViewDirectory.RootOf(link)!, "/etc/target"u8),
                Throws.TypeOf<UsageException>().With.Message.Contains("links are not followed"));
            Assert.That(TestLayer.Describe(directory), Is.EqualTo(new[] { "/etc dir", "/etc/shadow file = s", "/tmp dir", "/tmp/target file = t" }),
                "a directory over a link hides the directory below it");
            Assert.That(TestLayer.Describe(LayerChanges.Of(link)), Is.EqualTo(new[] { "C /etc" }));
            Assert.That(TestLayer.Describe(LayerChanges.Of(directory)), Is.EqualTo(new[] { "C /etc", "A /etc/shadow" }));
        });
    }

    [TestCase("../etc")]
    [TestCase("/../etc")]
    [TestCase("/tmp/../etc")]
    [TestCase("..")]
    [TestCase(".")]
    [TestCase("/")]
    [TestCase("//")]
    [TestCase("/etc/")]
    [TestCase("//etc")]
    [TestCase("etc/passwd")]
    [TestCase("/etc/passwd")]
    [TestCase("no\0thing")]
    public void A_redirect_that_the_kernel_would_not_follow_leads_nowhere(string redirect)
    {
        Layer renamed = new TestLayer("renamed").Directory("new", ("trusted.overlay.redirect", redirect)).File("new/own", "o").Over(s_base);
        Assert.That(TestLayer.Describe(renamed).Where(l => l.StartsWith("/new", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "/new dir", "/new/own file = o" }));
    }

    [Test]
    public void A_redirect_leads_to_the_layers_below()
    {
        Layer renamed = new TestLayer("renamed").Directory("new", ("trusted.overlay.redirect", "/etc")).Whiteout("etc").Over(s_base);
        Assert.That(TestLayer.Describe(renamed), Is.EqualTo(new[] { "/new dir", "/new/passwd file = root", "/tmp dir", "/tmp/target file = t" }));
    }

    // Each layer's directory says that it was the other one: from the top the way goes down, and ends at the bottom.
    [Test]
    public void Redirects_to_each_other_end()
    {
        Layer? at = s_base;
        for (int i = 0; i < 600; i++)
            at = new TestLayer($"swap{i}").Directory("a", ("trusted.overlay.redirect", "/b")).Directory("b", ("trusted.overlay.redirect", "/a")).Over(at);
        Assert.That(TestLayer.Describe(at!), Has.Member("/a dir").And.Member("/b dir"));
    }

    [Test]
    public void A_root_that_is_deleted_or_opaque()
    {
        Layer device = new TestLayer("device").Whiteout("diff").Over(s_base, "diff");
        Layer opaque = new TestLayer("opaque").Directory("", ("trusted.overlay.opaque", "y")).File("own", "o").Over(s_base);
        Assert.Multiple(() =>
        {
            Assert.That(TestLayer.Describe(device), Is.EqualTo(TestLayer.Describe(s_base)),
                "a layer that is no directory holds no names, and cannot delete what has none");
            Assert.That(TestLayer.Describe(opaque), Is.EqualTo(new[] { "/own file = o" }));
            Assert.That(TestLayer.Describe(LayerChanges.Of(opaque)), Is.EqualTo(new[] { "D /etc", "A /own", "D /tmp" }));
        });
    }

    [Test]
    public void A_file_that_became_a_directory_and_a_file_again()
    {
        Layer file = new TestLayer("1").File("x", "one").Over(s_base);
        Layer directory = new TestLayer("2").Directory("x").File("x/y", "two").Over(file);
        Layer again = new TestLayer("3").File("x", "three").Over(directory);
        Layer last = new TestLayer("4").Directory("x").File("x/z", "four").Over(again);
        string[] Of(Layer layer) => [.. TestLayer.Describe(layer).Where(l => l.StartsWith("/x", StringComparison.Ordinal))];
        Assert.Multiple(() =>
        {
            Assert.That(Of(directory), Is.EqualTo(new[] { "/x dir", "/x/y file = two" }));
            Assert.That(Of(again), Is.EqualTo(new[] { "/x file = three" }));
            Assert.That(Of(last), Is.EqualTo(new[] { "/x dir", "/x/z file = four" }), "what the directory two layers down held does not come back");
            Assert.That(TestLayer.Describe(LayerChanges.Of(directory)), Is.EqualTo(new[] { "C /x", "A /x/y" }));
            Assert.That(TestLayer.Describe(LayerChanges.Of(again)), Is.EqualTo(new[] { "C /x" }));
            Assert.That(TestLayer.Describe(LayerChanges.Of(last)), Is.EqualTo(new[] { "C /x", "A /x/z" }));
        });
    }

    [Test]
    public void Four_thousand_directories_deep()
    {
        string path = string.Join('/', Enumerable.Repeat("d", 4096));
        Layer deep = new TestLayer("deep").File(path + "/below", "b").Over(s_base);
        Layer changed = new TestLayer("changed").File(path + "/below", "cc").File(path + "/more", "m").Over(deep);
        Assert.Multiple(() =>
        {
            Assert.That(TestLayer.Describe(changed)[4095..4098], Is.EqualTo(new[] { $"/{path} dir", $"/{path}/below file = cc", $"/{path}/more file = m" }));
            Assert.That(LayerChanges.Of(deep).Count(), Is.EqualTo(4097));
            Assert.That(TestLayer.Describe(LayerChanges.Of(changed))[^2..], Is.EqualTo(new[] { $"C /{path}/below", $"A /{path}/more" }));
            Assert.That(ViewListing.Find(ViewDirectory.RootOf(changed)!, TestLayer.Bytes(path + "/more")).Layer, Is.SameAs(changed));
        });
    }

    // Anything that grows with the square of these numbers would not end while somebody waits.
    [Test]
    public void Two_hundred_thousand_names_in_a_directory()
    {
        const int names = 200_000;
        var lower = new TestLayer("lower");
        var upper = new TestLayer("upper");
        for (int i = 0; i < names; i++)
        {
            lower.File($"many/f{i:D6}", "");
            if (i % 2 == 0)
                upper.Whiteout($"many/f{i:D6}");
            else
                upper.File($"many/g{i:D6}", "");
        }
        Layer below = lower.Over(s_base), above = upper.Over(below);
        Assert.Multiple(() =>
        {
            Assert.That(ViewListing.Of(ViewDirectory.RootOf(above)!, "/many"u8, recursive: true).Count(), Is.EqualTo(names));
            Assert.That(LayerChanges.Of(above).GroupBy(c => c.Change).ToDictionary(g => g.Key, g => g.Count()),
                Is.EquivalentTo(new Dictionary<char, int> { ['C'] = 1, ['A'] = names / 2, ['D'] = names / 2 }));
            Assert.That(LayerWalk.Of(above).Count(i => i.Kind == LayerItemKind.Deleted), Is.EqualTo(names / 2));
        });
    }
}
