using System.IO.Compression;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>A container of Podman on a directory of the host, whose log is in the journal: what is shown of it says so.</summary>
internal sealed class PodmanRootfsTests
{
    private const string Home = "var/lib/containers/storage/";
    private readonly Lazy<string> _evidence = new(Write);

    [TestCase("SF-VIEW-0006", "on has no image: its root filesystem is /srv/tree of the host, which it wrote to itself", "ls", "on")]
    [TestCase("SF-DIFF-0003", "what it changed cannot be told from what was there", "diff", "on")]
    [TestCase("SF-LIBPOD-0006", "the log of on lies in the host's journal, which is not in the evidence", "logs", "on")]
    public void Is_told(string code, string words, string command, string container)
    {
        ProgramRun run = BuiltProgram.Run([command, _evidence.Value, container]);
        Assert.That(run.Errors, Does.Contain($"[{code}]").And.Contain(words));
        Assert.That(run.ExitCode, Is.Zero);
        if (command == "ls")
            Assert.That(run.Text, Does.Contain("/made"));
    }

    private static string Write() => new TinyTar().Directory("srv/tree").File("srv/tree/made", "by hand")
        .File(Home + "overlay-images/images.json", "[]").File(Home + "overlay-layers/layers.json", "[]").File(Home + "overlay-containers/containers.json", "[]")
        .File(Home + "db.sql", Database()).WriteTo(ScratchFolder.Session.File("rootfs.tar"));

    // Podman's tables with one container, by SQLite 3.40, pages of 512 bytes.
    private static byte[] Database()
    {
        const string Packed = "H4sIAAAAAAACA+1YX2vTUBS/p23S2tEXX/JUdskoLKxYQfbik7MLOjfrXIKKIBKX23G1ydXkbgyGD/E7+LbHfYn51XzxJmnaJEtRCMhg90fSe/7xOyHnnkNzrdcHlBM8ZYHncPwINRAA"
            + "eoIxQqgr7jW0xD1xt3I6oL+jix4cgxIHw++EI10kbgfazV5Sm4dIXBL/gOglKFHvR9+piQuduvpjrNfl0YdY9x2PxFzMj7WAMT4NY30UBmcjHhASm2fsZDegZySIPZ/ZaeA7M1f/Htdf"
            + "NL3EHYWsv6y/rL+sv8TdrX9T/OWHK9gXyy9E0IdahJ34x2ypWr8PmSpweVtfwPOmqq2vg8OdTzNyyNwx86f0ZCG0xkfmjm1ie+fpgYkX5s29XWyb7+whfmG9miSi8bahaoYBXxImEcYd"
            + "6pPA4g4vac0CZ9FXRfweVG1rC7wicfogJbVRTb36oWX/y/5XkI7gGly4j34KsYRvnba2vQ2RUtx+5jk5tkgYUuZX2daqN2IuYrkbF965xbhot7XRCKJBOSXlY+beNHRXJUvdy0w29UjI"
            + "He8r3pvY5jPzaIizoMxiHKqqtrEBNMn9hs1OPZJ0Zk7sFPLlHJsT8Sl2o8csRdUGg/lgSKPThszLagXnvG0rSecj9mM2t5L82aqUp9bK2SL7X/Y/wDkSl8T/PEdS4nOkqEdqou750R93"
            + "sMMuABYAAA==";
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(Packed)), CompressionMode.Decompress))
            gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
