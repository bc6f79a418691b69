using System.Text;
using StoreForensics.Evidence;

namespace StoreForensics.Stores.Drivers;

/// <summary>
/// <c>windowsfilter/&lt;id&gt;/{Files,Hives,layerchain.json}</c> of Windows containers (moby v20.10 graphdriver/windows/windows.go). Registry hives and reparse
/// points make up its files: they are not read, and every layer says so.
/// </summary>
internal sealed class WindowsFilterDriver(EvidenceFiles files, int root) : IGraphDriver
{
    public const string DriverName = "windowsfilter";

    public string Name => DriverName;

    public IEnumerable<DriverLayer> Layers()
    {
        var layers = new List<DriverLayer>();
        foreach (int child in files.Tree.Children(root).ToArray())
        {
            if (!files.Tree[child].Kind.IsDirectory())
                continue;
            layers.Add(new DriverLayer
            {
                Id = Encoding.UTF8.GetString(files.Tree.Name(child)),
                Origin = files.Origin(child),
                Unreachable = "its files are a Windows layer's, which are not read",
            });
        }
        if (layers.Count > 0)
            files.Problems.Damage("SF-WINDOWS-0001", files.Origin(root),
                $"layers of Windows containers are not supported: the files of {layers.Count} are not read");
        return layers;
    }
}
