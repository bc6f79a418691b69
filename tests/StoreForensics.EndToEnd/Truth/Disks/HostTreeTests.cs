using System.Globalization;
using System.Security.Cryptography;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth.Disks;

/// <summary><c>ls</c>, <c>cat</c> and <c>extract</c> of <c>@host</c>: every name of an image with all that it holds, against what the kernel said of
/// it.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class HostTreeTests
{
    [TestCase("chalk/chalk.xfs.img.xz", "chalk/truth", 25_345)]
    [TestCase("chalk/chalk1k.xfs.img.xz", "chalk/truth-1k", 9_636)]
    [TestCase("chalk/chalk13.xfs.img.xz", "chalk/truth-13", 6_627)]
    [TestCase("chalk/chalk16k.xfs.img.xz", "chalk/truth-16k", 7_631)]
    [TestCase("chalkv4/chalkv4.xfs.img.xz", "chalkv4/truth", 13_106)]
    [TestCase("chalkdirty/chalkdirty.xfs.img.xz", "chalkdirty/truth/replayed", 6_777)]
    [TestCase("peat/peat.btrfs.img.xz", "peat/truth", 18_752)]
    [TestCase("peat/peatmixed.btrfs.img.xz", "peat/truth-mixed", 5_123)]
    [TestCase("moss/moss.btrfs.img.xz", "moss/truth/disk", 3_478)]
    public void Every_name_is_as_the_kernel_saw_it(string image, string truth, int names)
    {
        string evidence = Unpacked.Image(SharedFolder.Require("evidence/" + image));
        var expected = new StatTruth(SharedFolder.Require("evidence/" + truth));
        string[] actual = [.. BuiltProgram.Run("ls", evidence, "@host", "--recursive", "--hash", "files", "--format", "json").MustExit(0).JsonRows().Select(
            expected.Actual)];
        var disagreements = new Disagreements();
        disagreements.SameSortedSet(image, expected.Expected(), actual);
        disagreements.AssertNone();
        Assert.That(actual, Has.Length.EqualTo(names));
    }

    /// <summary>Thin volumes, and devices of a thin pool that LVM does not list: each is a file system of its own.</summary>
    [TestCase("sponge/sponge.gpt.img.xz", "@host:1", "sponge/truth/root", 6_753)]
    [TestCase("sponge/sponge.gpt.img.xz", "@host:2", "sponge/truth/root-before", 6_762)]
    [TestCase("sponge/spongedm.gpt.img.xz", "@host:2", "sponge/truth-docker/devices/1-base", 2)]
    [TestCase("sponge/spongedm.gpt.img.xz", "@host:5",
        "sponge/truth-docker/devices/11-afe9dd2eafcd6b1e3785eaa4775c9af921f6c947551ec13ec3a8961944bdf090", 293)]
    [TestCase("sponge/spongedm.gpt.img.xz", "@host:7",
        "sponge/truth-docker/devices/16-c7c022a11978ac73b017279a9382cd69665fe0fda60311080408c71f08c21c0e", 309)]
    public void Every_name_of_a_thin_volume_is_as_the_kernel_saw_it(string image, string target, string truth, int names)
    {
        string evidence = Unpacked.Image(SharedFolder.Require("evidence/" + image));
        var expected = new StatTruth(SharedFolder.Require("evidence/" + truth));
        string[] actual = [.. BuiltProgram.Run("ls", evidence, target, "--recursive", "--hash", "files", "--format", "json").MustExit(0).JsonRows().Select(
            expected.Actual)];
        var disagreements = new Disagreements();
        disagreements.SameSortedSet(truth, expected.Expected(), actual);
        disagreements.AssertNone();
        Assert.That(actual, Has.Length.EqualTo(names));
    }

    /// <summary>A store on a disk tells what the same store in a tar tells.</summary>
    [TestCase("chalk/chalk.xfs.img.xz", "shop/shop.tar.gz")]
    [TestCase("chalkv4/chalkv4.xfs.img.xz", "attic/attic.tar.xz")]
    public void A_store_on_it_gives_the_timeline_of_its_tar(string image, string tar)
    {
        string disk = SharedFolder.Require("evidence/" + image), archive = SharedFolder.Require("evidence/" + tar);
        string[] aside = ["evidence", "origin"];
        CsvTable own = CsvTable.Parse(BuiltProgram.Run("timeline", disk).MustExit(0, 4).Output);
        CsvTable expected = CsvTable.Parse(BuiltProgram.Run("timeline", archive).MustExit(0, 4).Output);
        Assert.That(own.Without(aside), Is.EqualTo(expected.Without(aside)));
    }

    /// <summary>A disk knows when a volume's directory was made, and a tar does not: one event more.</summary>
    [Test]
    public void Layers_that_are_subvolumes_give_the_timeline_of_their_tar()
    {
        string disk = SharedFolder.Require("evidence/moss/moss.btrfs.img.xz"), archive = SharedFolder.Require("evidence/moss/moss.tar.xz");
        string[] aside = ["evidence", "origin"];
        string[] own = CsvTable.Parse(BuiltProgram.Run("timeline", disk).MustExit(0, 4).Output).Without(aside).Split('\n');
        string[] expected = CsvTable.Parse(BuiltProgram.Run("timeline", archive).MustExit(0, 4).Output).Without(aside).Split('\n');
        Assert.That(own.Where(r => !r.Contains("volume.created", StringComparison.Ordinal)), Is.EqualTo(expected));
        Assert.That(own, Has.Length.EqualTo(expected.Length + 1));
    }

    [TestCase("da7b10db40445413421793c0d888c20e97cc86ea88a9f7424f5805c9b4eb6777")]
    [TestCase("8c6a5164b025a0ea49fccf6c0f0dfefd7e6f85562246986f3c6fd8bac6db66a0")]
    public void Layers_that_are_subvolumes_differ_as_the_engine_says(string container)
    {
        string disk = Unpacked.Image(SharedFolder.Require("evidence/moss/moss.btrfs.img.xz"));
        string[] expected = File.ReadAllLines(SharedFolder.Require($"evidence/moss/truth/diff/{container}.txt"));
        string[] own = BuiltProgram.Run("diff", disk, container).MustExit(0, 4).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(own, Is.EquivalentTo(expected));
    }

    [TestCase("@host:@home", "/user")]
    [TestCase("@host:@home/user/nested", "")]
    public void A_subvolume_is_named_by_its_path(string target, string name)
    {
        string disk = Unpacked.Image(SharedFolder.Require("evidence/peat/peat.btrfs.img.xz"));
        string inside = target["@host:".Length..];
        string[] whole = BuiltProgram.Run("ls", disk, "@host", "/" + inside).MustExit(0).Text.Split('\n');
        string[] own = BuiltProgram.Run("ls", disk, target, "/").MustExit(0).Text.Split('\n');
        Assert.That(own.Select(p => p.Length > 0 ? "/" + inside + p : p), Is.EqualTo(whole));
        Assert.That(own, Has.Some.StartsWith(name.Length > 0 ? name : "/"));
    }

    [Test]
    public void A_directory_that_is_no_subvolume_is_not_named_so() =>
        Assert.That(BuiltProgram.Run("ls", Unpacked.Image(SharedFolder.Require("evidence/peat/peat.btrfs.img.xz")), "@host:@/etc").MustExit(2).Errors,
            Does.Contain("there is @host:1"));

    /// <summary>Files of gigabytes of holes come out with their holes, and what lies between them is what was written.</summary>
    [TestCase("chalk/chalk13.xfs.img.xz", "chalk/truth-13")]
    [TestCase("peat/peat.btrfs.img.xz", "peat/truth")]
    [TestCase("peat/peatmixed.btrfs.img.xz", "peat/truth-mixed")]
    public void Holes_stay_holes(string image, string truth)
    {
        string evidence = Unpacked.Image(SharedFolder.Require("evidence/" + image));
        int compared = 0;
        foreach ((string path, string ranges) in new StatTruth(SharedFolder.Require("evidence/" + truth)).Sparse.Where(s => s.Ranges != "all-holes"))
        {
            using var scratch = new ScratchFolder();
            string tar = scratch.File("sparse.tar");
            BuiltProgram.Run("extract", evidence, "@host", path, "-o", tar).MustExit(0);
            Assert.That(new FileInfo(tar).Length, Is.LessThan(1 << 20));
            HostTool.Run("tar", ["-C", scratch.Root, "--no-same-owner", "-xf", tar]);
            using FileStream file = File.OpenRead(scratch.File(Path.GetFileName(path)));
            foreach (string[] range in ranges.Split(',').Select(r => r.Split('+', ':')))
            {
                byte[] bytes = new byte[int.Parse(range[1], CultureInfo.InvariantCulture)];
                file.Position = long.Parse(range[0], CultureInfo.InvariantCulture);
                file.ReadExactly(bytes);
                Assert.That(Convert.ToHexStringLower(SHA256.HashData(bytes)), Is.EqualTo(range[2]), path);
                compared++;
            }
        }
        Assert.That(compared, Is.GreaterThan(0));
    }

    [Test]
    public void A_directory_without_a_store_is_listed_whole()
    {
        using var scratch = new ScratchFolder();
        string folder = scratch.Folder("host"), file = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "etc")).FullName, "hostname");
        File.WriteAllText(file, "alone\n");
        JsonRow[] rows = [.. BuiltProgram.Run("ls", folder, "@host", "--recursive", "--hash", "files", "--format", "json").MustExit(0).JsonRows()];
        Assert.Multiple(() =>
        {
            Assert.That(rows.Select(r => (r.Text("path"), r.Text("kind"))), Is.EqualTo(new[] { ("/", "dir"), ("/etc", "dir"), ("/etc/hostname", "file") }));
            Assert.That(rows[2].Text("sha256"), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData("alone\n"u8))));
            Assert.That(rows[2].Number("size"), Is.EqualTo(6));
            Assert.That(rows[0].Text("sha256"), Is.Null);
            Assert.That(rows.Select(r => r.Text("layer")), Is.All.Null);
            Assert.That(BuiltProgram.Run("cat", folder, "@host", "/etc/hostname").MustExit(0).Text, Is.EqualTo("alone\n"));
            Assert.That(BuiltProgram.Run("ls", folder, "@host:1", "/").MustExit(0).Text, Is.EqualTo("/etc\n"), "only a recursive listing begins with the root");
        });
        string tar = scratch.File("host.tar");
        BuiltProgram.Run("extract", folder, "@host", "-o", tar).MustExit(0);
        Assert.That(BuiltProgram.Run("ls", tar, "@host", "/etc").MustExit(0).Text, Is.EqualTo("/etc/hostname\n"));
    }

    [TestCase("ls", "@host:7", "/", "there is @host:1")]
    [TestCase("ls", "@host:x", "/", "there is @host:1")]
    [TestCase("cat", "@host", "/no/such", "no such path")]
    public void What_is_not_there_is_a_wrong_call(string command, string target, string path, string words)
    {
        using var scratch = new ScratchFolder();
        string folder = scratch.Folder("host");
        Assert.That(BuiltProgram.Run(command, folder, target, path).MustExit(2).MustExplainItself().Errors, Does.Contain(words));
    }

    [TestCase("cat", "/f", "--all-versions")]
    [TestCase("cat", "/f", "--layer", "x")]
    [TestCase("extract", "/", "--all-versions", "-o", "-")]
    public void The_host_has_no_layers(string command, string path, params string[] options)
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(Path.Combine(scratch.Folder("host"), "f"), "f");
        Assert.That(BuiltProgram.Run([command, scratch.File("host"), "@host", path, .. options]).MustExit(2).MustExplainItself().Errors,
            Does.Contain("the host has no layers"));
    }

    /// <summary>An archive with a store: the host's names are told without a word of the store.</summary>
    [Test]
    public void A_store_is_names_like_others()
    {
        string sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");
        JsonRow[] rows = [.. BuiltProgram.Run("ls", sample, "@host", "--recursive", "--format", "json").MustExit(0).JsonRows()];
        JsonRow device = rows.First(r => r.Text("kind") == "char");
        Assert.Multiple(() =>
        {
            Assert.That(rows.Select(r => r.Text("path")), Has.Some.EndsWith("/image/overlay2/repositories.json"));
            Assert.That(device.Text("device"), Is.EqualTo("0:0"), "a whiteout");
            Assert.That(rows.Select(r => r.Text("inode")), Is.All.Null, "a tar has none");
        });
    }
}
