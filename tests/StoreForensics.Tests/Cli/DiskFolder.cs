using StoreForensics.Tests.Contracts;
using StoreForensics.Tests.Ingest.Disks;

namespace StoreForensics.Tests.Cli;

/// <summary>
/// Disks of several files in <c>ev</c>, parents in <c>parents</c>, and in <c>out</c> other names for them. They hold nothing that can be read, and of the large
/// ones only the beginning is there: an output that is one of their files is refused before their content is asked for.
/// </summary>
internal sealed class DiskFolder : NamedFolder
{
    // Behind header, tables and metadata.
    private const int VhdxBytes = 4 << 20;

    private static readonly string[] s_segments = ["seg.E01", "seg.E02", "seg.E03", "seg.E04", "seg.E05"];

    public DiskFolder()
    {
        foreach (string name in (string[])["ev", "parents", "out"])
            Directory.CreateDirectory(At(name));
        Dictionary<string, byte[]> files = DiskFixtures.Read(["fixed.vhd", "dynamic.vhdx", .. s_segments]);
        foreach (string segment in s_segments)
            File.WriteAllBytes(At("ev/" + segment), files[segment]);
        (byte[] vhd, byte[] vhdx) = (files["fixed.vhd"], files["dynamic.vhdx"]);
        File.WriteAllBytes(At("parents/parent.vhd"), vhd);
        File.WriteAllBytes(At("ev/child.vhd"), DifferencingDisks.Vhd(vhd).Child);
        File.WriteAllBytes(At("parents/parent.vhdx"), vhdx[..VhdxBytes]);
        File.WriteAllBytes(At("ev/child.vhdx"), DifferencingDisks.Vhdx([.. vhdx], DifferencingDisks.Header(vhdx).Write).Child[..VhdxBytes]);
        Link("out/ev", "../ev");
        Link("out/parents", At("parents"));
        foreach (string ending in (string[])["csv", "tar"])
        {
            Named("ev/seg.E01", "first", ending);
            Named("ev/seg.E03", "segment", ending);
            foreach (string kind in (string[])["vhd", "vhdx"])
            {
                Named("ev/child." + kind, kind, ending);
                Named("parents/parent." + kind, "parent-" + kind, ending);
            }
        }
        Known = Look();
    }

    private void Named(string file, string name, string ending)
    {
        Link($"out/{name}.{ending}", "../" + file);
        Tool.Run(Root, "ln", file, $"out/{name}-hard.{ending}");
    }
}
