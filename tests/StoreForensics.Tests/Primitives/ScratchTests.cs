using StoreForensics.Primitives;

namespace StoreForensics.Tests.Primitives;

public sealed class ScratchTests
{
    private string _parent = "";

    [SetUp]
    public void Make() => _parent = Directory.CreateTempSubdirectory("sf-scratch-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_parent, recursive: true);

    [Test]
    public void Writes_nothing_before_the_first_file()
    {
        using var scratch = new Scratch(_parent);
        Assert.That(Directory.GetFileSystemEntries(_parent), Is.Empty);
    }

    [Test]
    public void Files_are_apart_private_and_vanish_when_closed()
    {
        using var scratch = new Scratch(_parent);
        FileStream a = scratch.CreateFile("run"), b = scratch.CreateFile("run");
        a.WriteByte(1);
        a.Position = 0;
        Assert.That((a.ReadByte(), b.Length), Is.EqualTo((1, 0L)));
        string directory = Directory.GetDirectories(_parent).Single();
        if (!OperatingSystem.IsWindows())
            Assert.That(File.GetUnixFileMode(directory), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        Assert.That(Directory.GetFiles(directory).Where(IsTemporary), Has.Exactly(2).Items);
        if (!OperatingSystem.IsWindows())
            Assert.That(Directory.GetFiles(directory).Where(IsTemporary).Select(File.GetUnixFileMode),
                Is.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        a.Dispose();
        b.Dispose();
        Assert.That(Directory.GetFiles(directory).Where(IsTemporary), Is.Empty);
    }

    [Test]
    public void Nothing_is_left_afterwards_even_of_files_left_open()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("An open file keeps its directory there.");
        var scratch = new Scratch(_parent);
        FileStream open = scratch.CreateFile("left");
        scratch.Dispose();
        Assert.That(Directory.GetFileSystemEntries(_parent), Is.Empty);
        open.Dispose();
        scratch.Dispose();
    }

    [Test]
    public void A_place_that_cannot_be_written_is_an_IOException()
    {
        using var scratch = new Scratch(Path.Combine(_parent, "file", "below"));
        File.WriteAllText(Path.Combine(_parent, "file"), "");
        Assert.That(() => scratch.CreateFile("run"), Throws.InstanceOf<IOException>());
    }

    private static bool IsTemporary(string path) => Path.GetFileName(path) != Scratch.RunFile;
}
