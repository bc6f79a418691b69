using System.Text;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;
using StoreForensics.Stores.Containerd.Containers;

namespace StoreForensics.Tests.Stores.Containerd;

/// <summary>What the specification of a container that was made with <c>ctr</c> says of its confinement.</summary>
internal sealed class OciSpecTests
{
    private const string Default = "\"CAP_CHOWN\",\"CAP_DAC_OVERRIDE\",\"CAP_FSETID\",\"CAP_FOWNER\",\"CAP_MKNOD\",\"CAP_NET_RAW\",\"CAP_SETGID\",\"CAP_SETUID\",\"CAP_SETFCAP\","
        + "\"CAP_SETPCAP\",\"CAP_NET_BIND_SERVICE\",\"CAP_SYS_CHROOT\",\"CAP_KILL\",\"CAP_AUDIT_WRITE\"";

    [Test]
    public void A_usual_one_is_confined()
    {
        OciSpec spec = Spec(Default, "\"namespaces\":[{\"type\":\"pid\"},{\"type\":\"network\"},{\"type\":\"mount\"}],\"maskedPaths\":[\"/proc/kcore\"]");
        Assert.That((spec.IsPrivileged, spec.NetworkMode, spec.PidMode), Is.EqualTo(((bool?)false, (string?)null, (string?)null)));
        Assert.That((spec.AddedCapabilities, spec.DroppedCapabilities), Is.EqualTo((Array.Empty<string>(), Array.Empty<string>())));
    }

    [Test]
    public void What_is_shared_or_added_is_told()
    {
        OciSpec spec = Spec("\"CAP_CHOWN\",\"CAP_SYS_ADMIN\"", "\"namespaces\":[{\"type\":\"mount\"}]");
        Assert.That((spec.IsPrivileged, spec.NetworkMode, spec.PidMode), Is.EqualTo(((bool?)false, "host", "host")));
        Assert.That(spec.AddedCapabilities, Is.EqualTo(new[] { "CAP_SYS_ADMIN" }));
        Assert.That(spec.DroppedCapabilities, Has.Count.EqualTo(13).And.None.EqualTo("CAP_CHOWN"));
    }

    [TestCase("\"namespaces\":[]", true)]
    [TestCase("\"namespaces\":[],\"seccomp\":{\"defaultAction\":\"SCMP_ACT_ERRNO\"}", false)]
    [TestCase("\"namespaces\":[],\"maskedPaths\":[\"/proc/kcore\"]", false)]
    [TestCase("\"namespaces\":[],\"readonlyPaths\":[\"/proc/sys\"]", false)]
    public void Privileged_is_what_nothing_confines(string linux, bool expected)
    {
        OciSpec spec = Spec(string.Join(',', Enumerable.Range(0, 41).Select(i => $"\"CAP_{i}\"")), linux);
        Assert.That(spec.IsPrivileged, Is.EqualTo(expected));
        Assert.That(spec.AddedCapabilities, Has.Count.EqualTo(expected ? 0 : 41));
    }

    [Test]
    public void Without_a_specification_nothing_is_known()
    {
        OciSpec spec = default;
        Assert.That((spec.IsPrivileged, spec.AddedCapabilities, spec.NetworkMode), Is.EqualTo(((bool?)null, (IReadOnlyList<string>?)null, (string?)null)));
    }

    private static OciSpec Spec(string bounding, string linux) =>
        new(JsonFile.Object(Encoding.UTF8.GetBytes($"{{\"process\":{{\"capabilities\":{{\"bounding\":[{bounding}]}}}},\"linux\":{{{linux}}}}}"),
            new Origin("spec", default), new ProblemLog())!.Value);
}
