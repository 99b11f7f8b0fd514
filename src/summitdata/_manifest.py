"""What the wheel ships, written by `data/compile.py`: do not edit."""

ARTICLE_ID = "astana25"
DATA_VERSION = "1.0.0"
#: The pyarrow that wrote the files: another one may write the same rows in other bytes.
PYARROW = "26.0.1"
#: SHA-256 and size of every shipped file, by table.
FILES: dict[str, tuple[str, int]] = {
    "articles": ("728579f1bf70c968d0e774979f3a2c415d505bc908657df247836cc9922d23ca", 8544),
    "paragraphs": ("dce98857c6d1e929b43bad959d21cfc55ba5c5a2b347a34ef549e93c8e6d62b3", 10449),
    "entities": ("4efd7714ea18455576a1f3fdc25726de5d065800849c8071025813b1b34fe37f", 15744),
    "identifiers": ("c9d0d4cd9c20559755d1eb7c5b02503e6af02b28a13ccab99143f4e497b73ae1", 6923),
    "quotations": ("11c8b794d89a3354fddaab3d82c1b70c38731e367f350a06ed0650d314fd0d36", 16632),
    "sentences": ("4a112fa82606417eb45b29bf8b2b9f628e9a51d8c7767be7da9527b6430d3f03", 14856),
    "mentions": ("273be6fb7c724f9de9a69cc3eabc1f9c755134e29641f4f63c6de1880abc8542", 12411),
    "statements": ("ea96546452c6d90027d34d3088442e330399a3faf32ac7e9f7bcbf97f36aa1e8", 8664),
    "attributions": ("0cfa899698f88fd8e7624cb8c03b4511f698a8830e76f1fcf73fddd14d8b2724", 3564),
    "commitments": ("14bab575f1ec09a7998f2454495c114ed0ef3ea05c80a0bba9f5d30d08e3188f", 5571),
    "commitment_actors": ("8d00dd7e52f482d303a0b013ec88fb73adfb962c7a7d28a7047b6675f7710c45", 3364),
    "quantities": ("2b7b59181cdaa5650e5608f788149f76fb16226fa1f7400c74d5096162ca8e35", 19048),
    "projects": ("5187648bc57eea45522da174715f80bf60cd2ce5a9d00939c8e38361e18e7f0a", 4833),
    "evaluations": ("59aedf77e48d0919ad7ea4636b50ff7994f2805fb51583e26b5e91f3c9168698", 6227),
    "events": ("24ceedd284386c2dbc3c69eb57fff16f2a44e13072bf524806e27446a3001ff0", 6046),
    "event_actors": ("1621d8905f6c8737fc03e5a218bca587d79f01b1207ae07b34ef3df302c77009", 3292),
    "relations": ("af1b2dba4c17b9f5364cd09af84cd85374165e6a4f74a89a69f99f6b3d7ae226", 4064),
    "term_counts": ("00b6a88cb0be31a5ea85a9e2b87c784ca5b5daa7a9a257ebd616155ce165e224", 18548),
    "silences": ("3588d518262647d3fcd671bb31ba3c51c125254e3ae6977006d2d061947c4713", 3135),
    "codes": ("25464526768205372c42ebcb404ccf7434c39b3c9e8de03ac60259ab5f3e3055", 25337),
    "readings": ("1cc8303d4acae708edd155bc41a6c9ee5dc53ec4e4d9807a18ffd07a13939dc0", 18790),
}
