using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth.Disks;

/// <summary>Stores in thin volumes and in encrypted ones give what the same stores give elsewhere.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class VolumeTests
{
    private static readonly string[] s_aside = ["evidence", "origin", "store"];

    /// <summary>The snapshot was taken before anything was changed.</summary>
    [Test]
    public void A_store_in_a_thin_snapshot_gives_the_timeline_of_its_tar()
    {
        string disk = Unpacked.Image(SharedFolder.Require("evidence/sponge/sponge.gpt.img.xz")), archive = SharedFolder.Require("evidence/shop/shop.tar.gz");
        CsvTable own = CsvTable.Parse(BuiltProgram.Run("timeline", disk, "--root", "lvm-sponge-root-before/var/lib/docker").MustExit(0, 4).Output);
        CsvTable expected = CsvTable.Parse(BuiltProgram.Run("timeline", archive).MustExit(0, 4).Output);
        Assert.That(own.Without(s_aside).Split('\n').Order(StringComparer.Ordinal),
            Is.EqualTo(expected.Without(s_aside).Split('\n').Order(StringComparer.Ordinal)));
    }

    /// <summary>Every layer against the engine's own record of it.</summary>
    [Test]
    public void Layers_in_a_thin_pool_are_as_recorded() =>
        Assert.That(BuiltProgram.Run("verify", Unpacked.Image(SharedFolder.Require("evidence/sponge/spongedm.gpt.img.xz"))).MustExit(0).Text,
            Does.Contain("chains 4 of 4 as recorded").And.Contain("no file altered"));

    /// <summary>The same pool as the loop files that the engine makes where it has no volume group, in a tar.</summary>
    [Test]
    public void Layers_in_loop_files_are_those_of_the_volume_group()
    {
        const string Loops = "var/lib/docker/devicemapper/devicemapper";
        using var scratch = new ScratchFolder();
        string disk = Unpacked.Image(SharedFolder.Require("evidence/sponge/spongedm.gpt.img.xz")), tar = scratch.File("loop.tar");
        BuiltProgram.Run("extract", disk, "@host:1", "-o", tar).MustExit(0);
        Directory.CreateDirectory(scratch.File(Loops));
        // Where they lie, dmsetup-table.txt tells; the partition begins at sector 206848.
        Copy(disk, scratch.File(Loops + "/data"), 206848 + 10240, 450560);
        Copy(disk, scratch.File(Loops + "/metadata"), 206848 + 460800, 8192);
        HostTool.Run("tar", ["-C", scratch.Root, "-S", "-rf", tar, Loops]);
        string[] expected = Layers(disk), own = Layers(tar);
        Assert.That(own, Is.EqualTo(expected));
        Assert.That(own, Has.Length.GreaterThan(300));
        Assert.That(BuiltProgram.Run("verify", tar).MustExit(0).Text, Does.Contain("chains 4 of 4 as recorded").And.Contain("no file altered"));
        BuiltProgram.Run("analyze", tar, "-o", scratch.File("out") + "/").MustExit(0);
        Assert.That(File.ReadAllText(scratch.File("out/timeline.csv")), Does.Contain("devicemapper/devicemapper/data!device"));
    }

    [TestCase("luks2", "argon2id", "4")]
    [TestCase("luks1", "pbkdf2", "1000")]
    public void An_encrypted_disk_gives_the_timeline_of_its_file_system(string kind, string derivation, string iterations)
    {
        using var scratch = new ScratchFolder();
        (string plain, string encrypted, string key) = Make(scratch, kind, derivation, iterations);
        string[] aside = ["evidence", "origin"];
        CsvTable expected = CsvTable.Parse(BuiltProgram.Run("timeline", plain).MustExit(0, 4).Output);
        Assert.That(CsvTable.Parse(BuiltProgram.Run("timeline", encrypted, "--key", key).MustExit(0, 4).Output).Without(aside),
            Is.EqualTo(expected.Without(aside)));
        // Asked for, a line of standard input is it where there is no terminal.
        Assert.That(CsvTable.Parse(BuiltProgram.RunFed(key, "timeline", encrypted, "--key", "-").MustExit(0, 4).Output).Without(aside),
            Is.EqualTo(expected.Without(aside)));
        Assert.Multiple(() =>
        {
            Assert.That(BuiltProgram.Run("info", encrypted).MustExit(3).MustExplainItself().Errors, Does.Contain("no key was given (--key FILE)").And.Contain("key slots 0"));
            Assert.That(BuiltProgram.Run("info", encrypted, "--key", plain).MustExit(2).MustExplainItself().Errors, Does.Contain("are no key"));
            Assert.That(BuiltProgram.Run("info", encrypted, "--key", scratch.File("none")).MustExit(2).MustExplainItself().Errors, Does.Contain("cannot be read"));
            File.WriteAllText(scratch.File("wrong"), "wrong");
            Assert.That(BuiltProgram.Run("info", encrypted, "--key", scratch.File("wrong")).MustExit(3).Errors, Does.Contain("opens none of them"));
        });
    }

    // A tar has no births, by which a disk dates some events.
    private static string[] Layers(string evidence) =>
        [.. CsvTable.Parse(BuiltProgram.Run("timeline", evidence, "--type", "layer.file.*").MustExit(0, 4).Output).Without(s_aside).Split('\n')
            .Order(StringComparer.Ordinal)];

    private static void Copy(string disk, string file, long sector, int sectors)
    {
        byte[] bytes = new byte[sectors * 512];
        using FileStream source = File.OpenRead(disk);
        source.Position = sector * 512;
        source.ReadExactly(bytes);
        File.WriteAllBytes(file, bytes);
    }

    private static (string Plain, string Encrypted, string Key) Make(ScratchFolder scratch, string kind, string derivation, string iterations)
    {
        string tree = scratch.Folder("tree"), plain = scratch.File("plain.raw"), encrypted = scratch.File("encrypted.raw"), key = scratch.File("key");
        HostTool.Run("tar", ["-C", tree, "--no-same-owner", "-xf", Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz"), "--exclude=*/dev/*"]);
        HostTool.Run("mke2fs", ["-q", "-t", "ext4", "-d", tree, plain, "64M"]);
        File.Copy(plain, encrypted);
        using (FileStream file = File.OpenWrite(encrypted))
            file.SetLength(96 << 20);
        File.WriteAllText(key, "correct horse\n");
        File.WriteAllText(scratch.File("passphrase"), "correct horse");
        HostTool.Run("cryptsetup", ["reencrypt", "--encrypt", "--type", "luks2", "--pbkdf", derivation, "--pbkdf-force-iterations", iterations,
            .. derivation == "pbkdf2" ? Array.Empty<string>() : ["--pbkdf-memory", "8192"],
            "--reduce-device-size", "32M", "--batch-mode", "--key-file", scratch.File("passphrase"), encrypted]);
        if (kind == "luks1")
            HostTool.Run("cryptsetup", ["convert", "--type", "luks1", "--batch-mode", encrypted]);
        return (plain, encrypted, key);
    }
}
