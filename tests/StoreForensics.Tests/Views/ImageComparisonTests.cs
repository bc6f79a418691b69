using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;
using StoreForensics.Views;

namespace StoreForensics.Tests.Views;

internal sealed class ImageComparisonTests
{
    private const long Later = TestLayer.Time + 60;

    private static readonly Layer s_base = new TestLayer("base").Directory("etc").File("etc/same", "s").File("etc/gone", "g").Directory("opt").File("opt/in",
        "i").File("x", "x").Over(null);

    [Test]
    public void Where_two_images_fork()
    {
        Layer shared = new TestLayer("shared").File("y", "y").Over(s_base), a = new TestLayer("a").File("a", "a").Over(shared),
            b = new TestLayer("b").File("b", "b").Over(shared);
        ImageComparison comparison = Compare(ImageOf(["FROM", "RUN y", "RUN a"], s_base, shared, a), ImageOf(["FROM", "RUN y", "RUN b"], s_base, shared, b));
        Assert.Multiple(() =>
        {
            Assert.That(comparison.SharedLayers, Is.EqualTo(2));
            Assert.That(comparison.LastSharedLayer, Is.SameAs(shared));
            Assert.That(comparison.LastSharedStep!.CreatedBy, Is.EqualTo("RUN y"));
            Assert.That(comparison.StepsAfter(comparison.First).Select(s => s.CreatedBy), Is.EqualTo(new[] { "RUN a" }));
            Assert.That(comparison.StepsAfter(comparison.Second).Select(s => s.CreatedBy), Is.EqualTo(new[] { "RUN b" }));
            Assert.That(Lines(comparison), Is.EqualTo(new[] { "D /a", "A /b" }));
        });
    }

    [Test]
    public void What_both_have_is_told_by_what_differs()
    {
        Layer top = new TestLayer("top")
            .File("etc/same", "t") // as long and as old: only the bytes tell
            .Whiteout("etc/gone")
            .Whiteout("opt")
            .Directory("x").File("x/new", "n").Over(s_base);
        ImageComparison comparison = Compare(ImageOf([], s_base), ImageOf([], s_base, top));
        Assert.Multiple(() =>
        {
            Assert.That(Lines(comparison), Is.EqualTo(new[] { "D /etc/gone", "C /etc/same content", "D /opt", "D /opt/in", "C /x kind,mode", "A /x/new" }));
            Assert.That(Lines(Compare(comparison.Second, comparison.First)),
                Is.EqualTo(new[] { "A /etc/gone", "C /etc/same content", "A /opt", "A /opt/in", "C /x kind,mode", "D /x/new" }), "the other way round");
        });
    }

    [Test]
    public void The_same_files_in_other_layers_are_the_same()
    {
        Layer other = new TestLayer("other").Directory("etc").File("etc/same", "s").File("etc/gone", "g").Directory("opt").File("opt/in", "i",
            time: Later).File("x", "x", mode: 0x1ed, uid: 7).Over(null);
        ImageComparison comparison = Compare(ImageOf([], s_base), ImageOf([], other));
        Assert.Multiple(() =>
        {
            Assert.That(comparison.SharedLayers, Is.Zero);
            Assert.That(Lines(comparison), Is.EqualTo(new[] { "C /opt/in mtime", "C /x mode,owner" }));
        });
    }

    [Test]
    public void Layers_of_one_diff_id_are_shared()
    {
        Layer a = new TestLayer("a").File("f", "f").Over(null), b = new TestLayer("b").File("f", "f").Over(null);
        a.DiffId = b.DiffId = "sha256:1";
        Assert.That(Compare(ImageOf([], a), ImageOf([], b)).SharedLayers, Is.EqualTo(1));
    }

    [Test]
    public void What_cannot_be_read_is_unknown_and_a_problem()
    {
        Layer unreadable = new TestLayer("unreadable").Lost("x", 1).Over(s_base);
        var problems = new ProblemLog();
        ImageComparison comparison = ImageComparison.Of(ImageOf([], s_base), ImageOf([], s_base, unreadable), problems);
        Assert.Multiple(() =>
        {
            Assert.That(Lines(comparison), Is.EqualTo(new[] { "C /x content_unknown" }));
            Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo(new[] { "SF-VIEW-0003" }));
        });
    }

    [Test]
    public void Configurations_are_compared_setting_by_setting()
    {
        Image a = ImageOf(new ContainerConfig
        {
            Cmd = ["a"],
            Env = ["PATH=/bin", "GONE=1", "TWICE=1", "TWICE=2"],
            User = "",
            Volumes = ["/v"],
            Labels = new Dictionary<string, string> { ["l"] = "1" }
        }, s_base);
        Image b = ImageOf(new ContainerConfig
        {
            Cmd = ["a", "b"],
            Env = ["NEW=x=y", "PATH=/bin", "TWICE=2"],
            User = null,
            Entrypoint = [],
            ExposedPorts = ["80/tcp"],
            Labels = new Dictionary<string, string> { ["l"] = "2" }
        }, s_base);
        string[] lines = [.. Compare(a, b).Configuration.Select(d => $"{d.Setting} {d.Name} {Text(d.First)} {Text(d.Second)}")];
        Assert.That(lines, Is.EqualTo(new[] { "Cmd  a a|b", "Env GONE 1 -", "Env NEW - x=y", "Labels l 1 2", "ExposedPorts 80/tcp -  ", "Volumes /v  -" })
            .Using<string>((x, y) => x.Replace(" ", "") == y.Replace(" ", "")));
    }

    [Test]
    public void Without_any_layer_in_reach()
    {
        ImageComparison comparison = Compare(ImageOf([]), ImageOf([], s_base));
        Assert.Multiple(() =>
        {
            Assert.That(comparison.LastSharedLayer, Is.Null);
            Assert.That(comparison.Files.Select(f => f.Change), Is.All.EqualTo('A').And.Exactly(6).Items);
            Assert.That(ComparisonText.Lines(comparison), Has.Member("They share no layer and no step."));
        });
    }

    private static string Text(IReadOnlyList<string>? values) => values is null ? "-" : string.Join('|', values);

    private static ImageComparison Compare(Image a, Image b)
    {
        var problems = new ProblemLog();
        ImageComparison comparison = ImageComparison.Of(a, b, problems);
        Assert.That(problems.Sorted(), Is.Empty);
        return comparison;
    }

    private static string[] Lines(ImageComparison comparison) =>
        [.. comparison.Files.Select(f => $"{f.Change} {TestLayer.Text(f.Path)} {string.Join(',', EntryAspectNames.Of(f.Aspects))}".TrimEnd())];

    private static Image ImageOf(string[] commands, params Layer[] layers)
    {
        Image image = ImageOf((ContainerConfig?)null, layers);
        for (int i = 0; i < commands.Length; i++)
            image.Steps.Add(new BuildStep { Number = i + 1, CreatedBy = commands[i], Instruction = "", Layer = layers[i], Origin = image.Origin });
        return image;
    }

    private static Image ImageOf(ContainerConfig? config, params Layer[] layers)
    {
        var image = new Image { Id = "sha256:" + new string('a', 64), Store = s_base.Store, Origin = s_base.Origin, Config = config };
        image.Layers.AddRange(layers);
        return image;
    }
}
