// Makes a graph-era data root as one tar: LAYERS layers of FILES/LAYERS small files each, PAX, mtimes with fractions.
// dotnet run bench/make-evidence.cs -- OUT.tar [FILES] [LAYERS]
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

string path = args[0];
int files = args.Length > 1 ? int.Parse(args[1]) : 200_000;
int layers = args.Length > 2 ? int.Parse(args[2]) : 20;
string[] ids = [.. Enumerable.Range(0, layers).Select(i => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes("layer " + i))))];
var epoch = new DateTimeOffset(2013, 12, 17, 12, 16, 57, TimeSpan.Zero);

using var tar = new TarWriter(File.Create(path), TarEntryFormat.Pax);
foreach (string directory in (string[])["", "aufs", "aufs/diff", "aufs/layers", "aufs/mnt", "containers", "graph", "volumes"])
    AddDirectory(directory);
AddFile("repositories-aufs", "{\"Repositories\":{\"big\":{\"latest\":\"" + ids[^1] + "\"}}}", epoch);
for (int i = 0; i < layers; i++)
{
    AddDirectory("graph/" + ids[i]);
    string parent = i == 0 ? "" : $"\"parent\":\"{ids[i - 1]}\",";
    AddFile($"graph/{ids[i]}/json", $$$"""{"id":"{{{ids[i]}}}",{{{parent}}}"created":"2013-12-17T{{{i % 24:d2}}}:48:17.530687093Z","container_config":{"Cmd":["/bin/sh","-c","make step{{{i}}}"]},"docker_version":"0.7.2","architecture":"x86_64","Size":0}""", epoch);
    AddFile($"graph/{ids[i]}/layersize", "1000", epoch);
    AddFile($"aufs/layers/{ids[i]}", string.Concat(ids[..i].Reverse().Select(x => x + "\n")), epoch);
    AddDirectory("aufs/diff/" + ids[i]);
    for (int n = 0; n < files / layers; n++)
    {
        if (n % 200 == 0)
            AddDirectory($"aufs/diff/{ids[i]}/usr/share/pkg{n / 200:d3}");
        AddFile($"aufs/diff/{ids[i]}/usr/share/pkg{n / 200:d3}/file-{n % 200:d4}.txt", new string('x', n * 37 % 900),
            epoch.AddSeconds((n * 7919 + i * 104729) % 100_000).AddMilliseconds(n % 4 * 250));
    }
}

void AddDirectory(string name) =>
    tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "var/lib/docker/" + name) { ModificationTime = epoch, Mode = (UnixFileMode)0x1ed });

void AddFile(string name, string content, DateTimeOffset time) => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "var/lib/docker/" + name)
{
    ModificationTime = time,
    Mode = (UnixFileMode)0x1a4,
    DataStream = new MemoryStream(Encoding.ASCII.GetBytes(content)),
});
