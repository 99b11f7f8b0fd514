"""What the wheel ships, written by `data/compile.py`: do not edit."""

ARTICLE_ID = "astana25"
DATA_VERSION = "1.0.0"
#: The pyarrow that wrote the files: another one may write the same rows in other bytes.
PYARROW = "26.0.1"
#: SHA-256 and size of every shipped file, by table.
FILES: dict[str, tuple[str, int]] = {
    "articles": ("728579f1bf70c968d0e774979f3a2c415d505bc908657df247836cc9922d23ca", 8544),
    "paragraphs": ("cb78fb1188b5ae6b15e8d43c535ebb4a75b44d73dbf2466355ce07b93a7fd04a", 10171),
    "entities": ("6054ddda9a1d10bca57ef57ddd1e94611793c036d9fe7e7e51b5724207ebccaf", 15782),
    "identifiers": ("c9d0d4cd9c20559755d1eb7c5b02503e6af02b28a13ccab99143f4e497b73ae1", 6923),
    "quotations": ("691828901bb2400b16fcb9537714562706791ed532154d446aaddd01c892f7b2", 16302),
    "sentences": ("4409013cdc8064f38748cebecb6d25b66ba26c7a51eb2f3c15c345cdc80a2623", 14796),
    "mentions": ("273be6fb7c724f9de9a69cc3eabc1f9c755134e29641f4f63c6de1880abc8542", 12411),
    "statements": ("ea96546452c6d90027d34d3088442e330399a3faf32ac7e9f7bcbf97f36aa1e8", 8664),
    "attributions": ("0cfa899698f88fd8e7624cb8c03b4511f698a8830e76f1fcf73fddd14d8b2724", 3564),
    "commitments": ("14bab575f1ec09a7998f2454495c114ed0ef3ea05c80a0bba9f5d30d08e3188f", 5571),
    "commitment_actors": ("8d00dd7e52f482d303a0b013ec88fb73adfb962c7a7d28a7047b6675f7710c45", 3364),
    "quantities": ("ff0575de084547ad5143b853e854295366cb36379addc75c51ee44f987e60bdf", 19205),
    "projects": ("5187648bc57eea45522da174715f80bf60cd2ce5a9d00939c8e38361e18e7f0a", 4833),
    "evaluations": ("59aedf77e48d0919ad7ea4636b50ff7994f2805fb51583e26b5e91f3c9168698", 6227),
    "events": ("24ceedd284386c2dbc3c69eb57fff16f2a44e13072bf524806e27446a3001ff0", 6046),
    "event_actors": ("1621d8905f6c8737fc03e5a218bca587d79f01b1207ae07b34ef3df302c77009", 3292),
    "relations": ("af1b2dba4c17b9f5364cd09af84cd85374165e6a4f74a89a69f99f6b3d7ae226", 4064),
    "term_counts": ("1fd84a19baf37e51830ef110ee18fa68ba6433ea0097d2c942fdd72d54a01d55", 18545),
    "silences": ("3588d518262647d3fcd671bb31ba3c51c125254e3ae6977006d2d061947c4713", 3135),
    "codes": ("81999b60b30f2afbee3c253fd6be9fd1b0ffd3aa77b9a706250eb3318fce39eb", 25344),
    "readings": ("1cc8303d4acae708edd155bc41a6c9ee5dc53ec4e4d9807a18ffd07a13939dc0", 18790),
}
